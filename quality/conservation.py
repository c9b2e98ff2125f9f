"""The chain's totals, computed a second time from the rooms they came from.

Data flow: working warehouse (read-only) → two sums that must be equal → `CheckResult`s.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from quality.results import CheckResult

# Each query yields the rows in which the two sides differ; none may.
_CHECKS = {
    "every posted document is an invoice of the marts": """
        select invoice_id from canonical.invoices
        except
        select invoice_id from marts.fct_invoices
    """,
    "every invoice line stands in the attribution with its own amount": """
        select lines.invoice_line_id
        from canonical.invoice_lines as lines
        left join (
            select invoice_line_id, sum(abs(attributed_amount)) as amount
            from marts.fct_invoice_line_attribution
            group by invoice_line_id
        ) as attributed on lines.invoice_line_id = attributed.invoice_line_id
        where abs(lines.net_amount) is distinct from attributed.amount
    """,
    "every bank line is matched, unapplied or set apart with its whole amount": """
        select bank_transaction_id
        from marts.fct_bank_transactions
        where
            match_status in ('matched', 'partial', 'unmatched', 'review')
            and amount > 0
            and matched_amount + unapplied_amount != amount
    """,
    "every open amount is in the ageing": """
        select invoices.currency
        from (
            select currency, sum(open_amount) as amount
            from marts.fct_invoices
            where open_amount > 0
            group by currency
        ) as invoices
        left join (
            select currency, sum(open_amount) as amount
            from marts.fct_receivables_aging
            where bucket != 'unapplied'
            group by currency
        ) as aging on invoices.currency = aging.currency
        where invoices.amount is distinct from aging.amount
    """,
    "every period due or billed stands in a thread": """
        select contract_line_id || '@' || billing_period_start as period
        from intermediate.int_gaps__measured
        except
        select order_to_cash_id from marts.fct_order_to_cash
    """,
}


def check_conservation(warehouse: Path) -> list[CheckResult]:
    """Each total of the chain held against the room before it."""
    results = []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for name, query in _CHECKS.items():
            rows = connection.sql(query).fetchall()
            results.append(
                CheckResult(
                    name=name,
                    passed=not rows,
                    count=len(rows),
                    sample=tuple(str(row[0]) for row in rows[:5]),
                )
            )
    return results
