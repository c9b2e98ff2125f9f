"""Raw tables: they came whole, and say where from."""

from quality.suites import Suite, TableExpectations

SUITE = Suite(
    "raw",
    {
        "file_drop.load_counts": TableExpectations(
            """
            select
                file,
                rows_read,
                rows_read - rows_loaded - rows_quarantined as rows_lost
            from file_drop.load_counts
            """,
            lambda gxe: [
                gxe.ExpectColumnValuesToNotBeNull(column="file"),
                gxe.ExpectColumnValuesToBeBetween(column="rows_read", min_value=0),
                gxe.ExpectColumnValuesToBeBetween(column="rows_lost", min_value=0, max_value=0),
            ],
        ),
        "file_drop.erp_invoices": TableExpectations(
            "select source_file, source_row from file_drop.erp_invoices",
            lambda gxe: [
                gxe.ExpectColumnValuesToNotBeNull(column="source_file"),
                gxe.ExpectColumnValuesToBeBetween(column="source_row", min_value=1),
            ],
        ),
        "bank_statements.transactions": TableExpectations(
            "select statement_key, line_number from bank_statements.transactions",
            lambda gxe: [
                gxe.ExpectCompoundColumnsToBeUnique(column_list=["statement_key", "line_number"]),
            ],
        ),
    },
)
