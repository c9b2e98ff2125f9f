"""HubSpot's deals, companies and line items: over its API, or as another loader landed them.

Data flow: API, or schema or folder of the loader → checked rows → schema `crm_hubspot`.
Run alone: `python -m ingestion.sources.crm_hubspot PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.existing.crm import TERM_OPTIONS
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.crm_hubspot.api import SYSTEM, HubspotApi
from ingestion.sources.crm_hubspot.tables import TABLES

VENDOR = Vendor(
    SYSTEM,
    "hubspot",
    TABLES,
    prefixes=("hubspot_",),
    declared=TERM_OPTIONS,
    fields={"deal_fields": "deal", "line_fields": "line_item", "company_fields": "company"},
    field_prefix="property_",
    api=HubspotApi,
)


def build_source(location: Location | None, context: SourceContext) -> Any:
    """HubSpot's tables as a dlt source; without a location each is empty."""
    return existing_source(VENDOR, location, context)
