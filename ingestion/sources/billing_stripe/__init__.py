"""Stripe's invoices, charges and subscriptions, as another loader landed them.

Data flow: schema or folder of the loader → checked rows → schema `billing_stripe`.
Run alone: `python -m ingestion.sources.billing_stripe PLACE SCHEMA WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from typing import Any

from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.existing.system import Vendor, existing_source
from ingestion.sources.billing_stripe.tables import TABLES

SYSTEM = "billing_stripe"
VENDOR = Vendor(
    SYSTEM,
    "stripe",
    TABLES,
    prefixes=("stripe_",),
    declared=("legal_entity", "bank_lines"),
)


def build_source(location: Location | None, context: SourceContext) -> Any:
    """Stripe's tables as a dlt source; without a location each is empty."""
    return existing_source(VENDOR, location, context)
