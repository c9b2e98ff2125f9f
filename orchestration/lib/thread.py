"""`hilo explain ID`: one thread from the deal to the bank line, with the arithmetic on the way.

Data flow: published marts (read-only) → the contract periods and documents that an id belongs to →
lines of text. An id is a gap, a document or its number, a bank line, a contract, a contract line,
a quote, a deal, a payment that a gap names; any other document is shown with what links lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.lineage import lineage
from orchestration.lib.messages import Messages

# Where an id may stand, and the contract lines, periods, documents and deals it leads to.
_PLACES = """
with places as (
    select unnest([gap_id, bank_transaction_id, payment_id]) as id, contract_id,
        contract_line_id, billing_period_start, invoice_id, opportunity_id
    from marts.fct_billing_gaps
    union all
    select invoices.invoice_id, invoices.contract_id, lines.contract_line_id,
        lines.billing_period_start, invoices.invoice_id, invoices.opportunity_id
    from marts.fct_invoices as invoices
    left join marts.fct_invoice_line_attribution as lines using (invoice_id)
    union all
    select invoices.invoice_number, invoices.contract_id, lines.contract_line_id,
        lines.billing_period_start, invoices.invoice_id, invoices.opportunity_id
    from marts.fct_invoices as invoices
    left join marts.fct_invoice_line_attribution as lines using (invoice_id)
    union all
    select matches.bank_transaction_id, null, lines.contract_line_id,
        lines.billing_period_start, matches.invoice_id, null
    from marts.fct_bank_matches as matches
    left join marts.fct_invoice_line_attribution as lines using (invoice_id)
    union all
    select bank_transaction_id, null, null, null, null, null from marts.fct_bank_transactions
    union all
    select unnest([contract_line_id, contract_id, quote_id, opportunity_id]), contract_id,
        contract_line_id, billing_period_start, invoice_id, opportunity_id
    from marts.fct_order_to_cash
)

select distinct contract_id, contract_line_id, billing_period_start, invoice_id, opportunity_id
from places
where id = $id
"""


@dataclass(frozen=True)
class _Section:
    """One stage of the thread: its heading in the catalogue, and the rows that belong to it."""

    heading: str
    query: str


_SECTIONS = (
    _Section(
        "thread_deal",
        """
        select distinct
            concat_ws(' → ', opportunity_id, quote_id, contract_id, contract_line_id) as line
        from marts.fct_order_to_cash
        where contract_line_id in (select contract_line_id from found)
            or opportunity_id in (select opportunity_id from found where contract_line_id is null)
        """,
    ),
    _Section(
        "thread_expected",
        """
        select
            contract_line_id || ', ' || period_start || ' – ' || period_end || ': '
            || {explanation} || '  [' || clauses || ']' as line
        from marts.fct_billing_schedule
        where contract_line_id = $id
            or (contract_line_id, billing_period_start) in (
                select (contract_line_id, billing_period_start) from found
            )
        """,
    ),
    _Section(
        "thread_invoiced",
        """
        select
            invoices.issue_date || '  ' || invoices.invoice_number || ' (' || invoices.invoice_id
            || ', ' || invoices.document_type || '): ' || invoices.currency || ' '
            || invoices.net_amount::decimal(18, 2) || ' + '
            || invoices.tax_amount::decimal(18, 2) || ' = '
            || invoices.total_amount::decimal(18, 2) || ', ' || invoices.payment_status as line
        from marts.fct_invoices as invoices
        where invoice_id in (select invoice_id from documents)
        """,
    ),
    _Section(
        "thread_collected",
        """
        select
            lines.booked_on || '  ' || lines.bank_transaction_id || ': ' || lines.currency || ' '
            || lines.amount::decimal(18, 2) || coalesce('  ' || lines.remittance_text, '')
            || coalesce('  [' || lines.{explanation} || ']', '') as line
        from marts.fct_bank_transactions as lines
        where lines.bank_transaction_id = $id
            or lines.bank_transaction_id in (
                select bank_transaction_id
                from marts.fct_bank_matches
                where is_posted and invoice_id in (select invoice_id from documents)
            )
            or lines.bank_transaction_id in (
                select bank_transaction_id
                from marts.fct_billing_gaps
                where $id in (gap_id, payment_id)
            )
        """,
    ),
    _Section(
        "thread_gaps",
        """
        select gap_id || ': ' || {explanation} as line
        from marts.fct_billing_gaps as gaps
        where $id in (gap_id, bank_transaction_id, payment_id)
            or (
                billing_period_start is null
                and $id in (gaps.contract_line_id, gaps.contract_id, quote_id, gaps.opportunity_id)
            )
            or invoice_id in (select invoice_id from documents)
            or opportunity_id in (select opportunity_id from found where contract_line_id is null)
            -- Two pairs of nulls are equal, and mean nothing.
            or (
                contract_line_id is not null
                and (contract_line_id, billing_period_start) in (
                    select (contract_line_id, billing_period_start) from found
                )
            )
        """,
    ),
)


def explain(warehouse: Path, identifier: str, language: str) -> str | None:
    """The thread of an id as text in `es` or `en`; None where the warehouse knows no such id."""
    messages = Messages.load(language)
    explanation = "explanation" if language == "en" else "explanation_es"
    with duckdb.connect(str(warehouse), read_only=True) as marts:
        found = marts.execute(_PLACES, {"id": identifier}).fetchall()
        if not found:
            lines = lineage(marts, identifier, messages)
            return "\n".join([identifier, *lines]) if lines else None
        marts.execute(f"create temp table found as {_PLACES}", {"id": identifier})
        marts.execute(
            """
            create temp table documents as
            select invoice_id from found where invoice_id is not null
            union
            select lines.invoice_id
            from marts.fct_invoice_line_attribution as lines
            inner join found
                on lines.contract_line_id = found.contract_line_id
                and lines.billing_period_start = found.billing_period_start
            """
        )
        text = [identifier]
        for section in _SECTIONS:
            query = section.query.replace("{explanation}", explanation)
            wanted = {"id": identifier} if "$id" in query else None
            rows = marts.execute(f"{query} order by line", wanted).fetchall()
            text += _told(messages, section.heading, rows)
    return "\n".join(text)


def _told(messages: Messages, heading: str, rows: Sequence[tuple[Any, ...]]) -> list[str]:
    lines = [f"  {line}" for (line,) in rows if line] or [f"  {messages.text('thread_nothing')}"]
    return ["", messages.text(heading), *lines]
