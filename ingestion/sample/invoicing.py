"""Invoices as a careful clerk issues them: on time, on the terms known that day, corrected after.

Data flow: contracts, rates → what to charge on which day → documents with lines.
In advance, a period is charged on the terms of its first day; a change inside it brings a further
invoice, debit note or credit note once it is known and holds.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.billing import Period, Row, invoice_amount, periods, rate_for, rows
from ingestion.sample.dates import DAY, weekday_from
from ingestion.sample.documents import Document, DocumentLine
from ingestion.sample.money import ZERO, rounded, tax_on
from ingestion.sample.rates import Rates
from ingestion.sample.terms import Amendment, Contract, ContractLine

HOUSE_RATE = Fraction(1062)  # what the sample company takes for a euro, published nowhere
LAGS = (0, 0, 0, 1, 1, 2)


@dataclass(frozen=True)
class Charge:
    """A period to invoice or correct from a day on; `knowing` is the contract as known then."""

    due_on: date
    line: ContractLine
    period_start: date
    knowing: Contract
    before: Contract | None
    change: Amendment | None


def invoice_contract(contract: Contract, rates: Rates, seed: int, as_of: date) -> list[Document]:
    """Every document of one contract up to the as-of date."""
    if contract.status == "draft":
        return []
    rng = random.Random(f"{seed}/invoices/{contract.contract_id}")
    prints_project_period = rng.random() < 0.5
    by_day: dict[tuple[date, str], list[Charge]] = defaultdict(list)
    for line in contract.lines:
        for charge in _charges(contract, line, as_of):
            mark = charge.change.amendment_id if charge.change else ""
            by_day[charge.due_on, mark + (charge.period_start.isoformat() if mark else "")].append(
                charge
            )
    documents: list[Document] = []
    for (due_on, mark), charges in sorted(by_day.items(), key=lambda item: item[0]):
        issued_on = weekday_from(due_on + rng.choice(LAGS) * DAY)
        if issued_on > as_of:
            continue
        if mark:
            documents += _correction(contract, charges[0], issued_on, rates, documents, rng)
        else:
            lines = [
                line
                for charge in charges
                for line in _lines(contract, charge, issued_on, rates, prints_project_period)
            ]
            documents.append(_document(contract, "invoice", issued_on, tuple(lines), due_on))
    return documents


def _charges(contract: Contract, line: ContractLine, as_of: date) -> Iterator[Charge]:
    by_period: dict[date, list[Row]] = defaultdict(list)
    for row in rows(contract, line, as_of):
        if row.net_amount > 0:
            by_period[row.period.start].append(row)
    for start, served in by_period.items():
        due_on = max(served[0].bill_on, contract.signed_on)
        touching = [one for one in contract.amendments if one.touches(line)]
        known = tuple(one for one in touching if one.known_from <= due_on)
        before = contract.with_amendments(known)
        yield Charge(due_on, line, start, before, None, None)
        later = [one for one in touching if one.known_from > due_on]
        for change in sorted(later, key=lambda one: one.known_from):
            after = contract.with_amendments((*before.amendments, change))
            yield Charge(change.known_from, line, start, after, before, change)
            before = after


def rows_of(contract: Contract, line: ContractLine, period_start: date) -> list[Row]:
    """The rows of one billing period, as a contract of these amendments has it."""
    return [row for row in rows(contract, line, period_start) if row.period.start == period_start]


def converted(contract: Contract, row: Row, issued_on: date, rates: Rates) -> Decimal:
    """A row in invoice currency; at the house's own rate where none is published."""
    if contract.currency == "EUR":
        return rounded(Fraction(row.net_amount) * HOUSE_RATE, contract.billed_in)
    return invoice_amount(contract, row, issued_on, rates)


def _lines(
    contract: Contract, charge: Charge, issued_on: date, rates: Rates, prints_project_period: bool
) -> Iterator[DocumentLine]:
    line = charge.line
    has_period = line.charge_model != "one_time" or prints_project_period
    for row in rows_of(charge.knowing, line, charge.period_start):
        printed = (row.start, row.end) if has_period else None
        net = converted(contract, row, issued_on, rates)
        price = None if contract.is_converted else row.unit_price
        yield _line(contract, line, row.period, printed, net, row.quantity, price)


def _correction(
    contract: Contract,
    charge: Charge,
    issued_on: date,
    rates: Rates,
    earlier: list[Document],
    rng: random.Random,
) -> Iterator[Document]:
    """What a change adds to or takes from a period that was invoiced already."""
    if charge.before is None or charge.change is None:
        return
    after = rows_of(charge.knowing, charge.line, charge.period_start)
    before = rows_of(charge.before, charge.line, charge.period_start)
    delta = _difference(contract, before, after, issued_on, rates)
    if not delta:
        return
    first = next(one for one in earlier if _bills(one, charge.line, charge.period_start))
    is_cancel = charge.change.kind == "cancel"
    changed_on = max(charge.change.effective_date, charge.period_start)
    printed = None if is_cancel else (changed_on, after[-1].end)
    line = _line(contract, charge.line, after[0].period, printed, abs(delta), None, None)
    kind = "credit_note" if delta < 0 else rng.choice(("invoice", "debit_note"))
    document = _document(contract, kind, issued_on, (line,), charge.due_on)
    yield replace(
        document,
        key=f"{document.key}/{charge.change.amendment_id}/{charge.period_start}",
        related_key=None if kind == "invoice" else first.key,
        reference="Término anticipado" if is_cancel else "Cambio de usuarios",
    )


def _difference(
    contract: Contract, before: list[Row], after: list[Row], issued_on: date, rates: Rates
) -> Decimal:
    if contract.is_converted and contract.fx_rule in (None, "issue_date"):
        net = sum((row.net_amount for row in after), ZERO)
        net -= sum((row.net_amount for row in before), ZERO)
        rate = rate_for(contract, after[0], issued_on, rates)
        return rounded(Fraction(net) * rate, contract.billed_in)
    amounts = [invoice_amount(contract, row, issued_on, rates) for row in after]
    return sum(amounts, ZERO) - sum(
        (invoice_amount(contract, row, issued_on, rates) for row in before), ZERO
    )


def _bills(document: Document, line: ContractLine, period_start: date) -> bool:
    return any(
        one.owner == line and one.billing_period_start == period_start for one in document.lines
    )


def _line(
    contract: Contract,
    line: ContractLine,
    period: Period,
    printed: tuple[date, date] | None,
    net: Decimal,
    quantity: Decimal | None,
    unit_price: Decimal | None,
) -> DocumentLine:
    rate = contract.tax_rate_of(line)
    return DocumentLine(
        owner=line,
        billing_period_start=period.start,
        product_id=line.product_id,
        description=line.description,
        quantity=quantity,
        unit_price=unit_price,
        net_amount=net,
        tax_rate=rate,
        tax_amount=tax_on(net, rate, contract.billed_in),
        contract_line_id=line.contract_line_id if contract.link == "contract_line" else None,
        period_start=printed[0] if printed else None,
        period_end=printed[1] if printed else None,
    )


def _document(
    contract: Contract, kind: str, issued_on: date, lines: tuple[DocumentLine, ...], due_on: date
) -> Document:
    return Document(
        key=f"{contract.contract_id}/{due_on}",
        contract=contract,
        document_type=kind,
        legal_entity_id=contract.legal_entity_id,
        customer_id=contract.payer_id,
        issue_date=issued_on,
        due_date=None if kind == "credit_note" else issued_on + contract.payment_terms,
        currency=contract.billed_in,
        lines=lines,
        contract_id=contract.contract_id
        if contract.link in ("contract_line", "contract")
        else None,
        purchase_order=contract.purchase_order,
    )


def next_period(contract: Contract, line: ContractLine, after: date) -> Period | None:
    """The first period that begins after a day, were the line never to end."""
    endless = replace(contract, end_date=None, cancelled_on=None, amendments=())
    horizon = after + timedelta(days=400)
    return next((one for one in periods(endless, line, horizon) if one.start > after), None)
