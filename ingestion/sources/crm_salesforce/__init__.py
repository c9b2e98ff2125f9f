"""Salesforce's accounts, opportunities and expected billing: landed by a loader, or asked for.

Data flow: schema or folder of the loader, or REST API → checked rows → schema `crm_salesforce`.
Run alone: `python -m ingestion.sources.crm_salesforce PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Connection, Location
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.crm import TERM_OPTIONS
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.crm_salesforce.api import SYSTEM, salesforce_api
from ingestion.sources.crm_salesforce.tables import TABLES

_ORDERS, _ENTITY = "orders_are_contracts", "legal_entity_id"

VENDOR = Vendor(
    SYSTEM,
    "salesforce",
    TABLES,
    prefixes=("sf_", "salesforce_"),
    declared=(*TERM_OPTIONS, _ORDERS),
    fields={
        "account_fields": "account",
        "deal_fields": "opportunity",
        "line_fields": "opportunity_line_item",
    },
    api=salesforce_api,
)


def build_source(location: Location | None, context: SourceContext) -> Any:
    """Salesforce's tables as a dlt source; without a location each is empty.

    SourceUnreadable where orders are contracts of nobody: Salesforce does not say who bills.
    """
    told = location.options if isinstance(location, Connection) else {}
    if told.get(_ORDERS) and _ENTITY not in told:
        raise SourceUnreadable(Problem("salesforce_entity_missing", SYSTEM))
    return existing_source(VENDOR, location, context)
