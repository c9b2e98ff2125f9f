"""What a company declares of a CRM that holds its terms: the same words for every CRM.

Data flow: `hilo.toml` → options that the mapping reads, and columns `declared_…` of the tables.
"""

from __future__ import annotations

TERM_OPTIONS = (
    "currency",
    "timezone",
    "amount",
    "deals_are_contracts",
    "legal_entity_id",
    "customers_of",
    "staggered_lines_are_ramps",
    "instalments",
    "deal_fields",
    "line_fields",
    "words",
)

# Columns of the tables, as `declare_table` has them: each the field that the company names.
DEAL_TERMS = (
    " declared_start:? declared_end:? declared_months:? declared_billing_period:?"
    " declared_billing_timing:? declared_currency:? declared_index:? declared_free_months:?"
    " declared_legal_entity:? declared_payment_days:?"
)
LINE_TERMS = (
    " declared_start:? declared_end:? declared_months:? declared_billing_period:?"
    " declared_free_months:?"
)
