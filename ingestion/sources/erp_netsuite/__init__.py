"""NetSuite's customers, invoices and credit memos, as another loader landed them.

Data flow: schema or folder of the loader → checked rows → schema `erp_netsuite`.
Run alone: `python -m ingestion.sources.erp_netsuite PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.erp_netsuite.tables import TABLES

SYSTEM = "erp_netsuite"
VENDOR = Vendor(SYSTEM, "netsuite", TABLES, prefixes=("netsuite2_", "netsuite_"))


def build_source(location: Location | None, context: SourceContext) -> Any:
    """NetSuite's tables as a dlt source; without a location each is empty."""
    return existing_source(VENDOR, location, context)
