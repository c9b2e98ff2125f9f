"""Canonical tables: our words only, nothing from after the as-of date."""

from quality.suites import Suite, TableExpectations

SUITE = Suite(
    "canonical",
    {
        "invoices": TableExpectations(
            """
            select
                invoices.invoice_id,
                invoices.document_type,
                invoices.status,
                run_settings.as_of_date - invoices.issue_date as age_days
            from canonical.invoices
            cross join reference.run_settings
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="invoice_id"),
                gxe.ExpectColumnValuesToBeInSet(
                    column="document_type", value_set=["invoice", "credit_note", "debit_note"]
                ),
                gxe.ExpectColumnValuesToBeInSet(column="status", value_set=["posted"]),
                gxe.ExpectColumnValuesToBeBetween(column="age_days", min_value=0),
            ],
        ),
        "contract_lines": TableExpectations(
            """
            select
                contract_line_id,
                charge_model,
                proration,
                end_date - start_date as life_days
            from canonical.contract_lines
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="contract_line_id"),
                gxe.ExpectColumnValuesToNotBeNull(column="charge_model"),
                gxe.ExpectColumnValuesToNotBeNull(column="proration"),
                gxe.ExpectColumnValuesToBeBetween(column="life_days", min_value=0),
            ],
        ),
        "bank_transactions": TableExpectations(
            """
            select
                bank_transactions.bank_transaction_id,
                run_settings.as_of_date - bank_transactions.booked_on as age_days
            from canonical.bank_transactions
            cross join reference.run_settings
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToBeUnique(column="bank_transaction_id"),
                gxe.ExpectColumnValuesToBeBetween(column="age_days", min_value=0),
            ],
        ),
    },
)
