"""The gap report as one HTML file: self-contained, readable on a phone, no network.

Data flow: `ReportFacts` → template `gap_report.html.j2` (escaped throughout) → text.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import plotly.offline
import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quality.reports import theme
from quality.reports.facts import ReportFacts
from quality.reports.figures import (
    aging_figure,
    bucket_order,
    recurring_bridge_figure,
    recurring_months_figure,
    risk_figure,
)
from quality.reports.sales import deferred_months, quality_months, sales_bridges, usual_days
from quality.reports.wording import Wording

# Documents of a currency that the page tells one by one; the workbook has all.
_LARGEST = 25


def render_page(facts: ReportFacts, wording: Wording) -> str:
    """The whole report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("gap_report.html.j2")
    return template.render(
        facts=facts,
        w=wording,
        theme=theme,
        plotly=plotly.offline.get_plotlyjs(),
        risk_by_class=risk_figure(facts, wording, "gap_class"),
        risk_by_cause=risk_figure(facts, wording, "gap_cause"),
        coverage=_coverage(facts),
        risk=_risk(facts),
        recovered=facts.recovered.to_dicts(),
        decisions=facts.decisions.to_dicts(),
        gaps=_gaps(facts, wording),
        classes=_classes(facts, wording),
        cash=facts.unmatched_cash.to_dicts(),
        cash_totals=_sums(facts.unmatched_cash, "unapplied_amount"),
        aging=[_aging(facts, wording, currency) for currency in _currencies(facts.aging)],
        worklist=[_worklist(facts, wording, currency) for currency in _currencies(facts.worklist)],
        recurring=[
            _recurring(facts, wording, currency) for currency in _currencies(facts.recurring)
        ],
        bridges=sales_bridges(facts, wording),
        deferred=deferred_months(facts),
        quality=quality_months(facts),
        usual_days=usual_days(facts),
        readiness=_readiness(facts, wording),
        closing=facts.closing.to_dicts(),
        late=_late(facts),
        quarantined=facts.quarantined.to_dicts(),
    )


def _currencies(frame: pl.DataFrame) -> list[str]:
    return sorted(frame["currency"].unique().to_list())


def _sums(frame: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    return frame.group_by("currency").agg(pl.col(column).sum()).sort("currency").to_dicts()


def _coverage(facts: ReportFacts) -> list[dict[str, Any]]:
    """Per currency: what was judged of what, and the reasons for the rest."""
    rows = []
    for currency in _currencies(facts.coverage):
        pieces = facts.coverage.filter(pl.col("currency") == currency)
        rest = pieces.filter(pl.col("reason") != "judged").to_dicts()
        rows.append(
            {
                "currency": currency,
                "expected": _total(pieces, "expected_amount"),
                "judged": _total(pieces, "judged_amount"),
                "unjudged": _total(pieces, "unjudged_amount"),
                "reasons": rest,
            }
        )
    return rows


def _total(frame: pl.DataFrame, column: str) -> Decimal:
    return sum(frame[column].to_list(), start=Decimal(0))


def _risk(facts: ReportFacts) -> list[dict[str, Any]]:
    """Per currency: money under- and over-billed, apart, and how much of it is small."""
    sums = facts.money_at_risk.group_by("currency", "impact").agg(
        pl.col("risk_amount").sum(), pl.col("gap_count").sum()
    )
    small = facts.money_at_risk.filter(~pl.col("is_material"))
    return [
        {
            "currency": currency,
            **{
                row["impact"]: row for row in sums.filter(pl.col("currency") == currency).to_dicts()
            },
            "small": _small(small.filter(pl.col("currency") == currency)),
        }
        for currency in _currencies(sums)
    ]


def _small(rows: pl.DataFrame) -> dict[str, Any]:
    """Gaps below materiality of one currency: how many, and their money, under and over."""
    return {"gap_count": rows["gap_count"].sum(), "amount": _total(rows, "risk_amount")}


def _classes(facts: ReportFacts, wording: Wording) -> list[dict[str, Any]]:
    name = wording.column("class_name")
    return facts.gaps.group_by("gap_class", name).len().sort(name).rename({name: "name"}).to_dicts()


def _gaps(facts: ReportFacts, wording: Wording) -> list[dict[str, Any]]:
    causes = dict(facts.causes.select("gap_cause", wording.column("name")).iter_rows())
    return [_gap(gap, causes, wording) for gap in facts.gaps.to_dicts()]


def _gap(gap: dict[str, Any], causes: dict[str, str], wording: Wording) -> dict[str, Any]:
    """A gap as the page shows it, its evidence taken apart."""
    is_english = wording.language == "en"
    evidence = json.loads(gap["evidence"])
    tried = (evidence.get("causes_tried") or "").split(", ")
    return {
        **gap,
        "class_name": gap[wording.column("class_name")],
        "cause_name": gap[wording.column("cause_name")],
        "advice": gap[wording.column("advice")],
        "explanation": gap["explanation" if is_english else "explanation_es"],
        "evidence": evidence,
        "causes_tried": ", ".join(causes[cause] for cause in tried if cause),
    }


def _readiness(facts: ReportFacts, wording: Wording) -> list[dict[str, Any]]:
    """Each won deal that cannot be billed, with the terms that it lacks."""
    term_name = wording.column("term_name")
    lacking: dict[str, list[dict[str, Any]]] = {}
    for row in facts.readiness.to_dicts():
        lacking.setdefault(row["opportunity_id"], []).append({**row, "term_name": row[term_name]})
    return [{"deal": terms[0], "terms": terms} for terms in lacking.values()]


def _late(facts: ReportFacts) -> list[dict[str, Any]]:
    """What changed in closed months: sums by month, amount and currency; the workbook has all."""
    key = ("closing_month", "detected_on", "table_name", "measure", "currency")
    return (
        facts.late.group_by(key)
        .agg(pl.len().alias("count"), pl.col("adjustment_amount").sum())
        .sort(key, descending=[True, True, False, False, False])
        .to_dicts()
    )


def _recurring(facts: ReportFacts, wording: Wording, currency: str) -> dict[str, Any]:
    """One currency's year of recurring revenue: its figures, the last month, every month."""
    rows = facts.recurring.filter(pl.col("currency") == currency)
    return {
        "currency": currency,
        "bridge": recurring_bridge_figure(facts, wording, currency),
        "by_month": recurring_months_figure(facts, wording, currency),
        "last": rows.to_dicts()[-1],
        "months": rows.reverse().to_dicts(),
        "kinds": [kind for kind in theme.MOVEMENTS if any(rows[f"{kind}_amount"].to_list())],
    }


def _worklist(facts: ReportFacts, wording: Wording, currency: str) -> dict[str, Any]:
    """One currency's documents to collect: sums by what to do, and the largest of them."""
    rows = facts.worklist.filter(pl.col("currency") == currency)
    explanation = "explanation" if wording.language == "en" else "explanation_es"
    sums = rows.group_by("next_action").agg(pl.len().alias("count"), pl.col("open_amount").sum())
    largest = rows.sort("open_amount", "invoice_id", descending=[True, False]).head(_LARGEST)
    return {
        "currency": currency,
        "sums": sums.sort("open_amount", "next_action", descending=[True, False]).to_dicts(),
        "count": len(rows),
        "documents": [{**row, "explained": row[explanation]} for row in largest.to_dicts()],
    }


def _aging(facts: ReportFacts, wording: Wording, currency: str) -> dict[str, Any]:
    """One currency's ledger: the figure, and the ten customers that owe most."""
    rows = facts.aging.filter(pl.col("currency") == currency)
    buckets = sorted(rows["bucket"].unique().to_list(), key=bucket_order)
    owed = (
        rows.group_by("customer_id", "customer_name")
        .agg(pl.col("open_amount").sum().alias("total"))
        .sort("total", "customer_id", descending=[True, False])
        .head(10)
    )
    amounts = {
        (customer, bucket): amount
        for customer, bucket, amount in rows.group_by("customer_id", "bucket")
        .agg(pl.col("open_amount").sum())
        .iter_rows()
    }
    return {
        "currency": currency,
        "figure": aging_figure(facts, wording, currency),
        "total": _total(rows, "open_amount"),
        "buckets": buckets,
        "customers": [
            {
                **customer,
                "amounts": [amounts.get((customer["customer_id"], bucket)) for bucket in buckets],
            }
            for customer in owed.to_dicts()
        ],
    }
