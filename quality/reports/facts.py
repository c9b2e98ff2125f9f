"""What the gap report prints, read from the published marts.

Data flow: published warehouse (read-only), or a folder of its tables as Parquet → Polars frames of
the `rpt_` and `dim_` tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl


@dataclass(frozen=True)
class ReportFacts:
    """The frames of one report; amounts are exact decimals with a currency column beside them."""

    as_of: date
    reporting_currency: str
    minor_units: dict[str, int]
    gaps: pl.DataFrame
    money_at_risk: pl.DataFrame
    recovered: pl.DataFrame
    decisions: pl.DataFrame
    coverage: pl.DataFrame
    unmatched_cash: pl.DataFrame
    aging: pl.DataFrame
    worklist: pl.DataFrame
    collection: pl.DataFrame
    forecast: pl.DataFrame
    recurring: pl.DataFrame
    cohorts: pl.DataFrame
    bridge: pl.DataFrame
    sales: pl.DataFrame
    billing_forecast: pl.DataFrame
    deferred: pl.DataFrame
    contracts: pl.DataFrame
    credit_notes: pl.DataFrame
    quality: pl.DataFrame
    cycle: pl.DataFrame
    readiness: pl.DataFrame
    closing: pl.DataFrame
    late: pl.DataFrame
    quarantined: pl.DataFrame
    causes: pl.DataFrame


_QUERIES = {
    "gaps": """
        select * from marts.rpt_gap_list
        order by
            status = 'cured', abs(reporting_gap_amount) desc nulls last, gap_class, gap_id
    """,
    "money_at_risk": """
        select * from marts.rpt_money_at_risk
        order by reporting_risk_amount desc nulls last, gap_class, gap_cause, currency
    """,
    "recovered": """
        select * from marts.rpt_recovered_amount
        order by recovered_month desc, currency, legal_entity_id, impact
    """,
    "decisions": """
        select gap_id, decision_status, explanation, explanation_es
        from marts.fct_gap_decisions
        where decision_status in ('unknown_gap', 'expired', 'facts_changed')
        order by decision_status = 'unknown_gap' desc, gap_id, decided_on
    """,
    "coverage": "select * from marts.rpt_audit_coverage order by currency, reason",
    "unmatched_cash": """
        select * from marts.rpt_unmatched_cash
        order by booked_on desc, bank_transaction_id
    """,
    "aging": """
        select * from marts.rpt_receivables_aging
        order by currency, customer_name, customer_id, legal_entity_id, bucket
    """,
    "worklist": """
        select * from marts.rpt_collection_worklist
        order by
            currency, customer_open_amount desc, customer_id, days_overdue desc, invoice_id
    """,
    "collection": """
        select * from marts.fct_collection_metrics
        where closed_on > (select as_of_date from marts.dim_run_settings) - 400
        order by legal_entity_id, currency, closing_month desc
    """,
    "forecast": """
        select * from marts.fct_cash_forecast
        where forecast_amount != 0 or received_amount != 0 or other_received_amount != 0
        order by made_on desc, legal_entity_id, currency, week_number
    """,
    "recurring": """
        select * from marts.rpt_recurring_revenue
        order by currency, movement_month
    """,
    "cohorts": """
        select * from marts.fct_revenue_cohorts
        where currency_view = 'reporting'
        order by currency, cohort_month, months_since
    """,
    "bridge": """
        select * from marts.rpt_sales_bridge
        order by currency, abs(amount) desc, from_stage, to_stage, reason
    """,
    "sales": """
        select * from marts.rpt_sales_against_finance
        order by
            currency, closed_on desc nulls last, sale_id,
            list_position(['booked', 'contracted', 'expected', 'billed'], from_stage),
            to_stage, abs(difference_amount) desc, reason
    """,
    "billing_forecast": """
        select * from marts.rpt_billing_forecast
        order by currency, billing_month
    """,
    "deferred": """
        select * from marts.rpt_deferred_revenue
        where revenue_month > (select as_of_date from marts.dim_run_settings) - 400
        order by currency, legal_entity_id, revenue_month desc
    """,
    "contracts": """
        select * from marts.fct_contract_balances
        where
            revenue_month
            = (select date_trunc('month', as_of_date) from marts.dim_run_settings)
            and closing_balance != 0
        order by currency, abs(closing_balance) desc, contract_id
    """,
    "credit_notes": """
        select * from marts.fct_credit_note_revenue
        order by revenue_month desc, currency, invoice_id, contract_line_id, billing_period_start
    """,
    "quality": """
        select * from marts.fct_billing_quality
        where issue_month > (select as_of_date from marts.dim_run_settings) - 400
        order by currency, legal_entity_id, issue_month desc
    """,
    "cycle": "select * from marts.fct_cycle_times order by signed_on desc, contract_id",
    "readiness": """
        select * from marts.rpt_deal_readiness
        order by close_date, opportunity_id, record_id, stands_in
    """,
    "closing": """
        select * from marts.fct_close_checks
        where closing_month = (select max(closing_month) from marts.fct_close_checks)
        order by check_number, legal_entity_id, currency
    """,
    "late": """
        select * from marts.fct_late_adjustments
        order by
            closing_month desc, detected_on desc, table_name, record_id, measure, currency
    """,
    "causes": "select * from marts.dim_gap_causes order by gap_cause",
    "quarantined": """
        select source, file, row_number, column_name, reason, reason_es
        from marts.quarantined_rows
        union all
        select source, file, null, null, reason, reason_es
        from marts.quarantined_files
        order by source, file, row_number nulls first, column_name
    """,
}


_SETTINGS = "select as_of_date, reporting_currency from marts.dim_run_settings"
_MINOR_UNITS = "select currency, minor_units from marts.dim_currencies"


def report_tables() -> set[str]:
    """The tables of the marts that a report reads: with them alone it can be made again."""
    return set(re.findall(r"marts\.(\w+)", " ".join([*_QUERIES.values(), _SETTINGS, _MINOR_UNITS])))


def read_facts(place: Path) -> ReportFacts:
    """Read one published warehouse or frozen folder; raises duckdb.Error where it is none."""
    with _opened(place) as marts:
        frames = {name: marts.sql(query).pl() for name, query in _QUERIES.items()}
        [(as_of, reporting_currency)] = marts.sql(_SETTINGS).fetchall()
        minor_units = dict(marts.sql(_MINOR_UNITS).fetchall())
    return ReportFacts(as_of, reporting_currency, minor_units, **frames)


def _opened(place: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse, or a folder with a Parquet file for each table, read in order."""
    if not place.is_dir():
        return duckdb.connect(str(place), read_only=True)
    frozen = duckdb.connect(config={"threads": 1})
    frozen.execute("create schema marts")
    for file in sorted(place.glob("*.parquet")):
        path = str(file).replace("'", "''")
        frozen.execute(f"create view marts.{file.stem} as select * from read_parquet('{path}')")
    return frozen
