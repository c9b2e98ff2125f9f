"""Salesforce's accounts, opportunities and expected billing: landed by a loader, or asked for.

Data flow: schema or folder of the loader, or REST API → checked rows → schema `crm_salesforce`.
Run alone: `python -m ingestion.sources.crm_salesforce PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.crm_salesforce.api import SYSTEM, salesforce_api
from ingestion.sources.crm_salesforce.tables import TABLES

VENDOR = Vendor(
    SYSTEM,
    "salesforce",
    TABLES,
    prefixes=("sf_", "salesforce_"),
    declared=("currency",),
    api=salesforce_api,
)


def build_source(location: Location | None, context: SourceContext) -> Any:
    """Salesforce's tables as a dlt source; without a location each is empty."""
    return existing_source(VENDOR, location, context)
