"""The figures of the gap report.

Data flow: frames of `ReportFacts` → Plotly figures → HTML fragments with fixed element ids, so that
the same facts give the same bytes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from quality.reports.facts import ReportFacts
from quality.reports.theme import (
    BUCKETS,
    CONFIG,
    GAINED,
    LAYOUT,
    LOST,
    MOVEMENTS,
    MUTED,
    OVER,
    RULE,
    UNDER,
)
from quality.reports.wording import Wording

# A bar's length is a picture of an amount, never the amount: Plotly draws with floats.
_IMPACTS = (("under_billed", UNDER), ("over_billed", OVER))


def risk_figure(facts: ReportFacts, wording: Wording, by: str) -> str:
    """Money at risk in the reporting currency, a bar for each class or cause (`by`)."""
    names = _names(facts, wording, by)
    sums = (
        facts.money_at_risk.filter(
            pl.col("reporting_risk_amount").is_not_null() & pl.col(by).is_not_null()
        )
        .group_by(by, "impact")
        .agg(pl.col("reporting_risk_amount").sum(), pl.col("gap_count").sum())
    )
    totals = sums.group_by(by).agg(pl.col("reporting_risk_amount").sum().alias("total"))
    order = totals.sort("total", by)[by].to_list()
    figure = go.Figure(layout=LAYOUT)
    for impact, colour in _IMPACTS:
        rows = {row[by]: row for row in sums.filter(pl.col("impact") == impact).to_dicts()}
        figure.add_bar(
            orientation="h",
            name=wording.value("impact", impact),
            y=[names[key] for key in order],
            x=[float(_amount(rows.get(key))) for key in order],
            customdata=[
                (
                    wording.money(_amount(rows.get(key)), facts.reporting_currency),
                    rows[key]["gap_count"] if key in rows else 0,
                )
                for key in order
            ],
            hovertemplate="%{customdata[0]} (%{customdata[1]})<extra>%{y}</extra>",
            marker_color=colour,
        )
    figure.update_layout(barmode="stack", height=90 + 34 * max(len(order), 2))
    figure.update_xaxes(
        title={"text": facts.reporting_currency, "font": {"color": MUTED, "size": 12}},
        gridcolor=RULE,
        separatethousands=True,
        nticks=5,
        tickangle=0,
    )
    figure.update_yaxes(automargin=True, ticksuffix="  ")
    figure.update_layout(separators=",." if wording.language == "es" else ".,")
    return _html(figure, f"risk-by-{by.replace('_', '-')}")


def aging_figure(facts: ReportFacts, wording: Wording, currency: str) -> str:
    """Open money of one currency by days overdue."""
    buckets = facts.aging.filter(pl.col("currency") == currency)
    sums = dict(buckets.group_by("bucket").agg(pl.col("open_amount").sum()).iter_rows())
    order = sorted(sums, key=bucket_order)
    # A bucket has one colour in every currency, whichever buckets that currency lacks.
    ages = sorted(set(facts.aging["bucket"]) - {"unapplied"}, key=bucket_order)
    figure = go.Figure(layout=LAYOUT)
    figure.add_bar(
        x=[wording.value("bucket", bucket) for bucket in order],
        y=[float(sums[bucket]) for bucket in order],
        text=[wording.money(sums[bucket], currency) for bucket in order],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{text}<extra>%{x}</extra>",
        marker_color=[
            BUCKETS[-1]
            if bucket == "unapplied"
            else BUCKETS[min(ages.index(bucket), len(BUCKETS) - 2)]
            for bucket in order
        ],
    )
    figure.update_layout(height=260, showlegend=False, margin={**LAYOUT["margin"], "t": 32})
    figure.update_yaxes(visible=False)
    return _html(figure, f"aging-{currency.lower()}")


def recurring_bridge_figure(facts: ReportFacts, wording: Wording, currency: str) -> str:
    """From what recurred a year ago to what recurs now: one step for each kind that moved it."""
    months = facts.recurring.filter(pl.col("currency") == currency)
    sums = {kind: _sum(months, f"{kind}_amount") for kind in MOVEMENTS}
    steps = [
        (wording.text("recurring_began"), "absolute", months["opening_amount"][0]),
        *(
            (wording.text(f"column_{kind}_amount"), "relative", amount)
            for kind, amount in sums.items()
            if amount
        ),
        (wording.text("recurring_ended"), "total", months["closing_amount"][-1]),
    ]
    figure = _waterfall(steps, wording, currency)
    return _html(figure, f"recurring-bridge-{currency.lower()}")


def bridge_figure(stages: list[dict[str, Any]], wording: Wording, currency: str) -> str:
    """From what was sold to the money that came: one step for each reason between two stages."""
    steps: list[tuple[str, str, Decimal]] = []
    for stage in stages:
        if stage["stage"] == "recognised":
            continue
        steps += [(row["bridge_reason"], "relative", row["amount"]) for row in stage["reasons"]]
        measure = "total" if steps else "absolute"
        steps.append((wording.value("to_stage", stage["stage"]), measure, stage["amount"]))
    return _html(_waterfall(steps, wording, currency), f"bridge-{currency.lower()}")


def recurring_months_figure(facts: ReportFacts, wording: Wording, currency: str) -> str:
    """What moved recurring revenue in each month, gains above the line and losses below."""
    months = facts.recurring.filter(pl.col("currency") == currency)
    figure = go.Figure(layout=LAYOUT)
    for kind, colour in MOVEMENTS.items():
        amounts = months[f"{kind}_amount"].to_list()
        if not any(amounts):
            continue
        figure.add_bar(
            name=wording.text(f"column_{kind}_amount"),
            x=[wording.day(month)[:7] for month in months["movement_month"]],
            y=[float(amount) for amount in amounts],
            text=[wording.money(amount, currency) for amount in amounts],
            textposition="none",
            hovertemplate="%{text}<extra>%{fullData.name}, %{x}</extra>",
            marker_color=colour,
        )
    figure.update_layout(
        barmode="relative",
        height=340,
        separators=",." if wording.language == "es" else ".,",
    )
    figure.update_xaxes(type="category", tickangle=-45)
    figure.update_yaxes(
        gridcolor=RULE, zerolinecolor=MUTED, separatethousands=True, nticks=5, automargin=True
    )
    return _html(figure, f"recurring-months-{currency.lower()}")


def _waterfall(steps: list[tuple[str, str, Decimal]], wording: Wording, currency: str) -> go.Figure:
    """Named steps below one another, each with its amount."""
    figure = go.Figure(layout=LAYOUT)
    figure.add_waterfall(
        orientation="h",
        y=[name for name, _, _ in steps],
        x=[float(amount) for _, _, amount in steps],
        measure=[measure for _, measure, _ in steps],
        text=[wording.money(amount, currency) for _, _, amount in steps],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{text}<extra>%{y}</extra>",
        increasing={"marker": {"color": GAINED}},
        decreasing={"marker": {"color": LOST}},
        totals={"marker": {"color": MUTED}},
        connector={"line": {"color": RULE}},
    )
    # Room for the amount beside the longest bar.
    figure.update_layout(
        height=60 + 34 * len(steps),
        showlegend=False,
        margin={**LAYOUT["margin"], "r": 130},
    )
    figure.update_yaxes(automargin=True, ticksuffix="  ", autorange="reversed")
    figure.update_xaxes(visible=False)
    return figure


def bucket_order(bucket: str) -> tuple[int, int]:
    """Buckets as a ledger prints them: current, then by days, unapplied last."""
    if bucket == "current":
        return (0, 0)
    digits = "".join(c for c in bucket.split("-")[0] if c.isdigit())
    return (2, 0) if bucket == "unapplied" else (1, int(digits or 0))


def _names(facts: ReportFacts, wording: Wording, by: str) -> dict[str, str]:
    # A gap with two causes has the name of both; a bar is of the first.
    if by == "gap_cause":
        return dict(facts.causes.select(by, wording.column("name")).iter_rows())
    return dict(facts.gaps.select(by, wording.column("class_name")).unique().iter_rows())


def _sum(months: pl.DataFrame, column: str) -> Decimal:
    return sum(months[column].to_list(), start=Decimal(0))


def _amount(row: dict[str, Decimal] | None) -> Decimal:
    return row["reporting_risk_amount"] if row else Decimal(0)


def _html(figure: go.Figure, element_id: str) -> str:
    html: str = figure.to_html(
        full_html=False, include_plotlyjs=False, div_id=element_id, config=CONFIG
    )
    return html
