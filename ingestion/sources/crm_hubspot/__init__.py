"""HubSpot's deals and companies, as another loader landed them in the company's warehouse.

Data flow: schema or folder of the loader → checked rows → schema `crm_hubspot`.
Run alone: `python -m ingestion.sources.crm_hubspot PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.crm_hubspot.tables import TABLES

SYSTEM = "crm_hubspot"
VENDOR = Vendor(SYSTEM, "hubspot", TABLES, prefixes=("hubspot_",), declared=("currency",))


def build_source(location: Location | None, context: SourceContext) -> Any:
    """HubSpot's tables as a dlt source; without a location each is empty."""
    return existing_source(VENDOR, location, context)
