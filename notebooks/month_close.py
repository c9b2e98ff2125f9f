"""A month before it is closed, and what changed after. Run: `marimo edit notebooks/month_close.py`.

Reads the published warehouse at HILO_WAREHOUSE (default: the demo's), and nothing but its marts.
"""

import marimo

app = marimo.App(width="medium", app_title="Hilo: the close of a month")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    warehouse = Path(os.environ.get("HILO_WAREHOUSE", "demo/hilo.duckdb"))

    def marts(query, *parameters):
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.sql(query, params=list(parameters)).pl()

    return go, marts, mo, pl, warehouse


@app.cell
def _(marts, mo, warehouse):
    months = marts(
        "select distinct strftime(closing_month, '%Y-%m') as month "
        "from marts.fct_close_checks order by month desc"
    )["month"].to_list()
    mo.stop(not months, mo.md("No month of this warehouse is over yet."))
    month = mo.ui.dropdown(months, value=months[0], label="Month")
    mo.vstack([mo.md(f"# The close of a month\n`{warehouse}`"), month])
    return (month,)


@app.cell
def _(marts, mo, month):
    checks = marts(
        """
        select check_number, check_name, legal_entity_id, currency, check_status, checked_count,
            failed_count, failed_amount, failed_ids
        from marts.fct_close_checks
        where strftime(closing_month, '%Y-%m') = ?
        order by check_status != 'fail', check_number, legal_entity_id, currency
        """,
        month.value,
    )
    _failing = checks.filter(checks["check_status"] == "fail").height
    mo.vstack(
        [
            mo.md(f"## The checklist\n{_failing} of {checks.height} checks fail."),
            mo.ui.table(checks),
        ]
    )
    return


@app.cell
def _(go, marts, mo, month, pl):
    rollforward = marts(
        """
        select legal_entity_id, currency, opening_balance, billed_amount, recognised_amount,
            contra_amount, closing_balance, deferred_balance, unbilled_balance
        from marts.fct_deferred_revenue_rollforward
        where strftime(revenue_month, '%Y-%m') = ?
        order by legal_entity_id, currency
        """,
        month.value,
    )
    mo.stop(rollforward.is_empty(), mo.md("No revenue moved in this month."))
    # The largest of them as a picture: a bar's length is never the amount.
    _shown = rollforward.sort(pl.col("recognised_amount").abs(), descending=True).row(0, named=True)
    _figure = go.Figure(
        go.Waterfall(
            x=["Opening", "Billed", "Recognised", "Closing"],
            measure=["absolute", "relative", "relative", "total"],
            y=[
                float(_shown["opening_balance"]),
                float(_shown["billed_amount"]),
                -float(_shown["recognised_amount"]),
                float(_shown["closing_balance"]),
            ],
            increasing={"marker": {"color": "#0f766e"}},
            decreasing={"marker": {"color": "#b45309"}},
            totals={"marker": {"color": "#6b7280"}},
        ),
        layout={
            "title": f"Deferred revenue · {_shown['legal_entity_id']} · {_shown['currency']}",
            "template": "plotly_white",
        },
    )
    mo.vstack([mo.md("## Deferred revenue"), _figure, mo.ui.table(rollforward)])
    return


@app.cell
def _(marts, mo, month):
    owed = marts(
        """
        select legal_entity_id, currency, bucket, sum(open_amount) as open_amount
        from marts.fct_receivables_aging_history
        where strftime(aged_on, '%Y-%m') = ?
        group by all
        order by legal_entity_id, currency, bucket
        """,
        month.value,
    )
    mo.vstack([mo.md("## Receivables at the month's end"), mo.ui.table(owed)])
    return


@app.cell
def _(marts, mo, month):
    late = marts(
        """
        select detected_on, table_name, measure, record_id, frozen_amount, earlier_amount,
            later_amount, adjustment_amount, currency
        from marts.fct_late_adjustments
        where strftime(closing_month, '%Y-%m') = ?
        order by detected_on, table_name, record_id, measure
        """,
        month.value,
    )
    closed = marts(
        "select as_of_date, accepted_by, accepted_reason, failed_count "
        "from marts.fct_month_closes where strftime(closing_month, '%Y-%m') = ?",
        month.value,
    )
    mo.vstack(
        [
            mo.md("## Closed, and what changed since"),
            mo.ui.table(closed) if closed.height else mo.md("This month is not closed."),
            mo.ui.table(late) if late.height else mo.md("Nothing changed since."),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
