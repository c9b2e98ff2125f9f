"""One sale, from the deal to the bank line. Run: `marimo edit notebooks/lineage_tour.py`.

Reads the published warehouse at HILO_WAREHOUSE (default: the demo's), and nothing but its marts.
"""

import marimo

app = marimo.App(width="medium", app_title="Hilo: the tour of a thread")


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
    deals = marts(
        """
        select opportunity_id
        from marts.fct_order_to_cash
        where opportunity_id is not null and contract_line_id is not null
        group by opportunity_id
        order by count(*) filter (where stage_reached = 'collected') desc, sum(gap_count) desc,
            opportunity_id
        limit 50
        """
    )["opportunity_id"].to_list()
    mo.stop(not deals, mo.md("No deal of this warehouse has become a contract yet."))
    deal = mo.ui.dropdown(deals, value=deals[0], label="Deal")
    mo.vstack([mo.md(f"# One thread from sale to cash\n`{warehouse}`"), deal])
    return (deal,)


@app.cell
def _(deal, marts, mo):
    periods = marts(
        """
        select contract_line_id, billing_period_start, stage_reached, expected_amount,
            invoiced_amount, credited_amount, collected_amount, recognised_amount, currency,
            gap_count
        from marts.fct_order_to_cash
        where opportunity_id = ?
        order by contract_line_id, billing_period_start
        """,
        deal.value,
    )
    mo.vstack([mo.md("## What was agreed, billed, collected and earned"), mo.ui.table(periods)])
    return (periods,)


@app.cell
def _(periods, pl, px):
    # A bar's length is a picture of an amount, never the amount. One bar a month, however many
    # lines and periods begin in it.
    _monthly = (
        periods.drop_nulls("billing_period_start")
        .with_columns(month=pl.col("billing_period_start").dt.strftime("%Y-%m"))
        .unpivot(
            ["expected_amount", "invoiced_amount", "recognised_amount"],
            index=["month"],
            variable_name="stage",
            value_name="amount",
        )
        .group_by("month", "stage", maintain_order=True)
        .agg(pl.col("amount").sum().cast(pl.Float64))
        .sort("month")
    )
    _figure = px.bar(
        _monthly,
        x="month",
        y="amount",
        color="stage",
        barmode="group",
        color_discrete_sequence=["#9aa5b1", "#b45309", "#0f766e"],
        labels={"month": "", "amount": periods["currency"][0], "stage": ""},
        template="plotly_white",
    )
    _figure.update_xaxes(type="category")
    _figure
    return


@app.cell
def _(deal, marts, mo):
    schedule = marts(
        """
        select period_start, period_end, bill_on, explanation
        from marts.fct_billing_schedule
        where is_due and contract_id in (
            select contract_id from marts.fct_order_to_cash where opportunity_id = ?
        )
        order by contract_line_id, period_start
        """,
        deal.value,
    )
    gaps = marts(
        "select gap_class, gap_cause, gap_amount, currency, explanation "
        "from marts.fct_billing_gaps where opportunity_id = ? order by gap_id",
        deal.value,
    )
    mo.vstack(
        [
            mo.md("## The arithmetic, from the terms"),
            mo.ui.table(schedule),
            mo.md("## Where the two differ"),
            mo.ui.table(gaps),
        ]
    )
    return


@app.cell
def _(deal, marts, mo):
    money = marts(
        """
        select invoices.invoice_number, invoices.issue_date, invoices.total_amount,
            invoices.open_amount, invoices.currency, lines.booked_on, lines.amount as received,
            lines.remittance_text, matches.match_rule
        from marts.fct_invoices as invoices
        left join marts.fct_bank_matches as matches
            on invoices.invoice_id = matches.invoice_id and matches.is_posted
        left join marts.fct_bank_transactions as lines
            on matches.bank_transaction_id = lines.bank_transaction_id
        where invoices.opportunity_id = ?
        order by invoices.issue_date, invoices.invoice_number
        """,
        deal.value,
    )
    mo.vstack([mo.md("## From the invoice to the bank"), mo.ui.table(money)])
    return


if __name__ == "__main__":
    app.run()
