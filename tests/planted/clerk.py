"""A clerk who bills every period as the oracle says: one document each, on its bill date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.money import rounded
from tests.oracle.rates import DEFAULT_RULE, RateTable
from tests.oracle.records import Book, Contract, ContractLine, ScheduleRow


@dataclass(frozen=True)
class Document:
    """An invoice or credit note with one line; amounts are positive, as printed."""

    invoice_id: str
    document_type: str
    legal_entity_id: str
    customer_id: str | None
    issue_date: date
    currency: str
    net_amount: Decimal
    tax_rate: Decimal
    contract_line_id: str | None
    product_id: str | None
    period_start: date | None
    period_end: date | None
    related_invoice_id: str | None = None

    @property
    def tax_amount(self) -> Decimal:
        """The tax of the line, rounded once."""
        return rounded(Fraction(self.net_amount) * Fraction(self.tax_rate), self.currency)


@dataclass(frozen=True)
class BilledPeriod:
    """A contract line × billing period that is due, with the one right document for it."""

    contract: Contract
    line: ContractLine
    rows: tuple[ScheduleRow, ...]
    document: Document

    @property
    def key(self) -> tuple[str, date]:
        """The line and the first day of the period."""
        return self.line.contract_line_id, self.rows[0].billing_period_start


def amount_on(
    day: date, rows: Iterable[ScheduleRow], contract: Contract, rates: RateTable
) -> Decimal | None:
    """What the rows come to on a document of that day; None where a rate is missing."""
    total = Decimal(0)
    for row in rows:
        amount = row.invoice_net_amount
        is_at_issue = (contract.fx_rule or DEFAULT_RULE) == "issue_date"
        if row.currency != row.invoice_currency and is_at_issue:
            rate = rates.on(day, row.currency, row.invoice_currency)
            amount = (
                None
                if rate is None
                else rounded(Fraction(row.net_amount) * rate, row.invoice_currency)
            )
        if amount is None:
            return None
        total += amount
    return total


def amount_at_bill_dates(rows: Iterable[ScheduleRow]) -> Decimal | None:
    """What the rows come to, each at its own rate; None where one is missing."""
    total = Decimal(0)
    for row in rows:
        if row.invoice_net_amount is None:
            return None
        total += row.invoice_net_amount
    return total


def billed_periods(
    book: Book, schedule: Iterable[ScheduleRow], as_of: date
) -> Iterator[BilledPeriod]:
    """Every period of the book that has to be billed by the as-of date, in order.

    The bill date is that of the first row above zero, and not before the contract was signed
    (CANONICAL 3); of a rebate that of its first row. Periods that lack a rate are left out; the
    document of one that comes to nothing is of zero, and is not written.
    """
    contracts = {one.contract_id: one for one in book.contracts}
    lines = {one.contract_line_id: one for one in book.lines}
    rates = RateTable(book.rates, as_of)
    periods: Mapping[tuple[str, date], list[ScheduleRow]] = defaultdict(list)
    for row in schedule:
        periods[row.contract_line_id, row.billing_period_start].append(row)
    for (line_id, start), rows in sorted(periods.items()):
        line, contract = lines[line_id], contracts[lines[line_id].contract_id]
        above_zero = [row for row in rows if row.net_amount > 0]
        charging = above_zero or [row for row in rows if row.net_amount] or rows
        issue = max(min(row.bill_on for row in charging), contract.signed_on)
        amount = amount_on(issue, rows, contract, rates) if issue <= as_of else None
        if amount is None and issue <= as_of:
            # No rate is published for the day: billed at those that were there when it fell due.
            amount = amount_at_bill_dates(rows)
        if amount is not None:
            yield BilledPeriod(
                contract,
                line,
                tuple(rows),
                Document(
                    invoice_id=f"{line_id}-{start:%Y%m%d}",
                    document_type="invoice" if amount >= 0 else "credit_note",
                    legal_entity_id=contract.legal_entity_id,
                    customer_id=contract.customer_id,
                    issue_date=issue,
                    currency=rows[0].invoice_currency,
                    net_amount=abs(amount),
                    tax_rate=line.tax_rate or Decimal(0),
                    contract_line_id=line_id,
                    product_id=line.product_id,
                    period_start=start,
                    period_end=rows[0].billing_period_end,
                ),
            )


def invoice_row(document: Document) -> dict[str, Any]:
    """The document as a row of `erp/invoices`."""
    return {
        "invoice_id": document.invoice_id,
        "document_type": document.document_type,
        "legal_entity_id": document.legal_entity_id,
        "customer_id": document.customer_id,
        "issue_date": document.issue_date,
        "currency": document.currency,
        "net_amount": document.net_amount,
        "tax_amount": document.tax_amount,
        "total_amount": document.net_amount + document.tax_amount,
        "status": "posted",
        "related_invoice_id": document.related_invoice_id,
    }


def invoice_line_row(document: Document) -> dict[str, Any]:
    """Its one line as a row of `erp/invoice_lines`."""
    kept = ("invoice_id", "contract_line_id", "product_id", "net_amount", "tax_rate")
    return {
        "invoice_line_id": f"{document.invoice_id}-1",
        **{name: getattr(document, name) for name in kept},
        "period_start": document.period_start,
        "period_end": document.period_end,
    }
