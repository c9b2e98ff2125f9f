"""The gaps, one class at a time, with proof. Run: `marimo edit notebooks/gap_review.py`.

Reads the published warehouse at HILO_WAREHOUSE (default: the demo's), and nothing but its marts.
"""

import marimo

app = marimo.App(width="medium", app_title="Hilo: the review of the gaps")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo
    import plotly.express as px
    import polars as pl

    warehouse = Path(os.environ.get("HILO_WAREHOUSE", "demo/hilo.duckdb"))

    def marts(query, *parameters):
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.sql(query, params=list(parameters)).pl()

    return marts, mo, pl, px, warehouse


@app.cell
def _(marts, mo, warehouse):
    judged = marts(
        """
        select currency, sum(expected_amount) as expected_amount,
            sum(judged_amount) as judged_amount, sum(unjudged_amount) as unjudged_amount
        from marts.fct_audit_coverage
        group by currency
        order by currency
        """
    )
    mo.vstack(
        [
            mo.md(f"# What was not billed as agreed\n`{warehouse}`"),
            mo.md("## How much could be judged"),
            mo.ui.table(judged),
        ]
    )
    return


@app.cell
def _(marts, mo, pl, px):
    _risk = marts(
        "select class_name, impact, risk_amount, currency, gap_count from ("
        "select classes.name_en as class_name, risk.impact, sum(risk.risk_amount) as risk_amount,"
        " risk.currency, sum(risk.gap_count) as gap_count from marts.rpt_money_at_risk as risk"
        " inner join marts.dim_gap_classes as classes using (gap_class) group by all)"
        " order by currency, risk_amount desc, class_name"
    )
    mo.stop(_risk.is_empty(), mo.md("No money is at risk in this warehouse."))
    # A bar's length is a picture of an amount, never the amount.
    _figure = px.bar(
        _risk.with_columns(pl.col("risk_amount").cast(pl.Float64)),
        x="risk_amount",
        y="class_name",
        color="impact",
        facet_col="currency",
        color_discrete_map={"under_billed": "#b45309", "over_billed": "#1d4ed8"},
        labels={"risk_amount": "", "class_name": "", "impact": ""},
        template="plotly_white",
    )
    _figure.update_xaxes(matches=None)
    _figure.for_each_annotation(lambda name: name.update(text=name.text.split("=")[-1]))
    mo.vstack([mo.md("## Where the money is"), _figure, mo.ui.table(_risk)])
    return


@app.cell
def _(marts, mo):
    classes = marts(
        """
        select gap_class, count(*) as gap_count
        from marts.fct_billing_gaps
        where status != 'cured'
        group by gap_class
        order by sum(abs(reporting_gap_amount)) desc nulls last, gap_class
        """
    )["gap_class"].to_list()
    mo.stop(not classes, mo.md("This warehouse has no gap that is not cured."))
    chosen = mo.ui.dropdown(classes, value=classes[0], label="Class")
    chosen
    return (chosen,)


@app.cell
def _(chosen, marts, mo):
    gaps = marts(
        """
        select gap_id, gap_cause, certainty, customer_id, contract_line_id, invoice_id,
            billing_period_start, expected_amount, actual_amount, gap_amount, currency,
            status, owner, first_seen_on, explanation
        from marts.fct_billing_gaps
        where gap_class = ? and status != 'cured'
        order by abs(reporting_gap_amount) desc nulls last, gap_id
        """,
        chosen.value,
    )
    gap = mo.ui.dropdown(gaps["gap_id"].to_list(), value=gaps["gap_id"][0], label="Gap")
    mo.vstack([mo.md(f"## {chosen.value}"), mo.ui.table(gaps), gap])
    return (gap,)


@app.cell
def _(gap, marts, mo):
    import json

    _found = marts(
        "select explanation, evidence from marts.fct_billing_gaps where gap_id = ?", gap.value
    )
    _parts = marts(
        "select component, amount from marts.fct_billing_gap_components where gap_id = ? "
        "order by component",
        gap.value,
    )
    mo.vstack(
        [
            mo.md(f"## The proof of `{gap.value}`\n{_found['explanation'][0]}"),
            mo.ui.table(_parts),
            mo.json(json.loads(_found["evidence"][0])),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
