"""Sales against finance, deferred revenue and how well bills are made, as the page tells them.

Data flow: `ReportFacts` → rows and figures of `sales_sections.html.j2`.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import Any

import polars as pl

from quality.reports.facts import ReportFacts
from quality.reports.figures import bridge_figure
from quality.reports.wording import Wording

# The way of a sale: each stage, and the one that it is told from.
STAGES = (
    ("booked", None),
    ("contracted", "booked"),
    ("expected", "contracted"),
    ("billed", "expected"),
    ("collected", "billed"),
    ("recognised", "billed"),
)
_DAYS = (
    "close_to_contract_days",
    "contract_to_invoice_days",
    "due_to_invoice_days",
    "invoice_to_cash_days",
)
_MONTHS = 6
_LARGEST = 15


def bridge_reason(wording: Wording) -> pl.Expr:
    """Why two stages differ, in words: the gap class, or one of the bridge's own reasons."""
    own = pl.col("reason").map_elements(
        lambda reason: wording.value("bridge_reason", reason), return_dtype=pl.String
    )
    return pl.coalesce(wording.column("class_name"), own).alias("bridge_reason")


def sales_bridges(facts: ReportFacts, wording: Wording) -> list[dict[str, Any]]:
    """Each currency: its figure, every stage with its reasons, and the sales that differ most."""
    worded = facts.bridge.with_columns(bridge_reason(wording))
    return [
        {
            "currency": currency,
            "stages": (stages := _stages(worded.filter(pl.col("currency") == currency))),
            "figure": bridge_figure(stages, wording, currency),
            "months": facts.billing_forecast.filter(pl.col("currency") == currency).to_dicts(),
            "sales": _differing(facts.sales.filter(pl.col("currency") == currency), wording),
        }
        for currency in sorted(facts.bridge["currency"].unique().to_list())
    ]


def _stages(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The stages in their order, each with the reasons that lead to it, the largest first."""
    told = []
    for stage, source in STAGES:
        [total] = rows.filter(
            pl.col("from_stage").is_null(), pl.col("to_stage") == stage
        ).to_dicts()
        reasons = rows.filter(
            pl.col("from_stage").eq_missing(pl.lit(source)) & pl.col("reason").is_not_null(),
            pl.col("to_stage") == stage,
        )
        told.append({**total, "stage": stage, "source": source, "reasons": reasons.to_dicts()})
    return told


def _differing(rows: pl.DataFrame, wording: Wording) -> list[dict[str, Any]]:
    """The sales that were billed most otherwise than their terms ask for, with why."""
    steps = rows.filter(
        pl.col("from_stage") == "expected", ~pl.col("reason").is_in(["not_late_yet"])
    ).with_columns(bridge_reason(wording))
    sales = steps.group_by("sale_id", maintain_order=True).agg(
        pl.col("opportunity_name", "account_name", "owner", "contract_id").first(),
        pl.col("expected_amount", "billed_amount").first(),
        pl.col("bridge_reason").unique(maintain_order=True).str.join(", ").alias("why"),
        pl.col("difference_amount").abs().sum().alias("size"),
    )
    return sales.sort("size", "sale_id", descending=[True, False]).head(_LARGEST).to_dicts()


def deferred_months(facts: ReportFacts) -> list[dict[str, Any]]:
    """The last months of each legal entity and currency, the latest first."""
    return _by_entity(facts.deferred, "legal_entity_name")


def quality_months(facts: ReportFacts) -> list[dict[str, Any]]:
    """How many bills of the last months were wrong, and how much was credited."""
    return _by_entity(facts.quality, "legal_entity_id")


def _by_entity(rows: pl.DataFrame, name: str) -> list[dict[str, Any]]:
    parts = rows.partition_by("legal_entity_id", "currency", maintain_order=True)
    return [
        {
            "entity": part[name][0] or part["legal_entity_id"][0],
            "currency": part["currency"][0],
            "months": part.head(_MONTHS).to_dicts(),
        }
        for part in parts
    ]


def usual_days(facts: ReportFacts) -> list[dict[str, Any]]:
    """The median days between two stages, of the contracts that reached both."""
    told = []
    for column in _DAYS:
        days = facts.cycle[column].drop_nulls().to_list()
        if days:
            middle = Decimal(str(median(days)))
            told.append({"column": column, "days": middle, "count": len(days)})
    return told
