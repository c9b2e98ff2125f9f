"""Marts: listed values only, spans that run forward, shares between nothing and all."""

from quality.suites import Suite, TableExpectations

SUITE = Suite(
    "marts",
    {
        "fct_billing_gaps": TableExpectations(
            """
            select gap_id, certainty, impact, severity, status, explanation, explanation_es
            from marts.fct_billing_gaps
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="gap_id"),
                gxe.ExpectColumnValuesToBeInSet(
                    column="certainty", value_set=["proved", "probable", "review"]
                ),
                gxe.ExpectColumnValuesToBeInSet(
                    column="impact", value_set=["under_billed", "over_billed", "timing", "control"]
                ),
                gxe.ExpectColumnValuesToBeInSet(
                    column="severity", value_set=["info", "warning", "error"]
                ),
                gxe.ExpectColumnValuesToBeInSet(
                    column="status",
                    value_set=["open", "accepted", "disputed", "corrected", "cured"],
                ),
                # A sentence of the catalogue with a field that nobody filled.
                gxe.ExpectColumnValuesToNotMatchRegex(column="explanation", regex=r"\{[a-z_]+\}"),
                gxe.ExpectColumnValuesToNotMatchRegex(
                    column="explanation_es", regex=r"\{[a-z_]+\}"
                ),
            ],
        ),
        "fct_billing_schedule": TableExpectations(
            """
            select
                billing_schedule_id,
                period_end - period_start as period_days,
                period_start - billing_period_start as offset_days
            from marts.fct_billing_schedule
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="billing_schedule_id"),
                gxe.ExpectColumnValuesToBeBetween(column="period_days", min_value=0),
                gxe.ExpectColumnValuesToBeBetween(column="offset_days", min_value=0),
            ],
        ),
        "fct_bank_transactions": TableExpectations(
            "select match_status from marts.fct_bank_transactions",
            lambda gxe: [
                gxe.ExpectColumnValuesToBeInSet(
                    column="match_status",
                    value_set=[
                        "matched",
                        "partial",
                        "unmatched",
                        "review",
                        "not_receivable",
                        "duplicate",
                        "reversed",
                    ],
                ),
            ],
        ),
        "fct_order_to_cash": TableExpectations(
            "select order_to_cash_id, stage_reached from marts.fct_order_to_cash",
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="order_to_cash_id"),
                gxe.ExpectColumnValuesToBeInSet(
                    column="stage_reached",
                    value_set=[
                        "opportunity",
                        "quote",
                        "contract",
                        "expected",
                        "invoiced",
                        "collected",
                        "receipt",
                    ],
                ),
            ],
        ),
    },
)
