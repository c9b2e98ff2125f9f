"""Cash: who paid what when, and what the bank and the ERP made of it.

Data flow: numbered documents, seed → who pays on which day → receipts → bank lines, ERP payments
and their allocations, and the truth about each receipt.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ingestion.sample.company import Company, Customer
from ingestion.sample.dates import DAY, weekday_from
from ingestion.sample.documents import Document
from ingestion.sample.money import ZERO
from ingestion.sample.remittances import LineText, bare, by_name, by_number, by_tax_id
from ingestion.sample.truth import Fault

HABITS = {"prompt": (-6, 3), "late": (2, 24), "slow": (20, 55)}
NAMELESS_RECEIPTS = 10
NEVER_PAID = 0.03
INVOICES_PER_RECEIPT = 4


@dataclass(frozen=True)
class BankLine:
    """A line of a bank account."""

    bank_account_id: str
    booked_on: date
    amount: Decimal
    text: LineText
    reference: str
    type_code: str = "TRF"


@dataclass(frozen=True)
class Payment:
    """A payment as the ERP entered it: a row of erp/payments."""

    payment_id: str
    customer_id: str
    paid_on: date
    amount: Decimal
    currency: str
    reference: str


@dataclass(frozen=True)
class Allocation:
    """What a payment settles: a row of erp/payment_allocations."""

    payment_id: str
    invoice_id: str
    amount: Decimal


@dataclass(frozen=True)
class ReceiptTruth:
    """What a receipt pays, and by what one can tell; no invoices where nobody can."""

    bank_account_id: str
    reference: str
    booked_on: date
    amount: Decimal
    told_by: str
    invoice_ids: str


@dataclass(frozen=True)
class Receipt:
    """Money of one customer for one or more invoices, before the bank has written it down."""

    customer: Customer
    bank_account_id: str
    currency: str
    paid_on: date
    parts: tuple[tuple[Document, Decimal], ...]
    has_telling_amount: bool

    @property
    def amount(self) -> Decimal:
        """What arrives."""
        return sum((part for _, part in self.parts), ZERO)


@dataclass(frozen=True)
class Cash:
    """Receipts and refunds as bank lines, the ERP's record of them, the truth, and the faults."""

    lines: tuple[BankLine, ...]
    payments: tuple[Payment, ...]
    allocations: tuple[Allocation, ...]
    truth: tuple[ReceiptTruth, ...]
    faults: tuple[Fault, ...]


def collect(
    company: Company,
    documents: tuple[Document, ...],
    seed: int,
    as_of: date,
    *,
    with_faults: bool,
) -> Cash:
    """Everything customers paid up to the as-of date, and what was paid back to them.

    The faults are receipts that tell nothing: nobody can say whose money they are.
    """
    rng = random.Random(f"{seed}/banking")
    posted = [one for one in documents if one.status == "posted"]
    receipts = sorted(
        _receipts(rng, company, posted, as_of),
        key=lambda one: (one.paid_on, one.parts[0][0].invoice_id),
    )
    nameless = _nameless(rng, receipts, NAMELESS_RECEIPTS if with_faults else 0)
    lines, payments, allocations, truth = [], [], [], []
    for number, receipt in enumerate(receipts):
        told_by, text = ("nothing", bare(rng)) if number in nameless else _words(rng, receipt)
        line = BankLine(
            receipt.bank_account_id, receipt.paid_on, receipt.amount, text, f"TR{number + 1:07d}"
        )
        lines.append(line)
        truth.append(_truth(line, told_by, receipt))
        if told_by != "nothing" and receipt.paid_on <= as_of - 2 * DAY:
            payment = _payment(f"PAY-{number + 1:05d}", receipt, line.reference)
            payments.append(payment)
            allocations += [
                Allocation(payment.payment_id, document.invoice_id, part)
                for document, part in receipt.parts
            ]
    lines += _refunds(company, posted, receipts, as_of)
    faults = tuple(_unidentified(receipts[number]) for number in sorted(nameless))
    return Cash(tuple(lines), tuple(payments), tuple(allocations), tuple(truth), faults)


def _unidentified(receipt: Receipt) -> Fault:
    return Fault(
        gap_class="unidentified_receipt",
        expected_amount=ZERO,
        actual_amount=receipt.amount,
        gap_amount=receipt.amount,
        currency=receipt.currency,
    )


def _truth(line: BankLine, told_by: str, receipt: Receipt) -> ReceiptTruth:
    ids = [] if told_by == "nothing" else [document.invoice_id for document, _ in receipt.parts]
    return ReceiptTruth(
        line.bank_account_id, line.reference, line.booked_on, line.amount, told_by, " ".join(ids)
    )


def _payment(payment_id: str, receipt: Receipt, reference: str) -> Payment:
    return Payment(
        payment_id,
        receipt.customer.customer_id,
        receipt.paid_on,
        receipt.amount,
        receipt.currency,
        reference,
    )


def _receipts(
    rng: random.Random, company: Company, posted: list[Document], as_of: date
) -> Iterator[Receipt]:
    """What arrives: alone, or with the customer's other invoices of the month."""
    totals = Counter((one.customer_id, one.currency, one.total_amount) for one in posted)
    credits: dict[str, list[Document]] = defaultdict(list)
    for one in posted:
        if one.sign < 0 and one.related_key:
            credits[one.related_key].append(one)
    for paid_on, documents in _paydays(rng, company, posted):
        if paid_on > as_of:
            continue
        parts = []
        for document in documents:
            credited = [one for one in credits[document.key] if one.issue_date <= paid_on]
            rest = document.total_amount - sum((one.total_amount for one in credited), ZERO)
            if rest > 0:
                parts.append((document, rest))
        if not parts:
            continue
        first = parts[0][0]
        account = company.bank_account(first.legal_entity_id, first.currency)
        is_telling = totals[first.customer_id, first.currency, parts[0][1]] == 1
        yield Receipt(
            customer=company.customer(first.customer_id),
            bank_account_id=account.bank_account_id,
            currency=first.currency,
            paid_on=paid_on,
            parts=tuple(parts),
            has_telling_amount=is_telling and len(documents) == 1 and not credits[first.key],
        )


def _paydays(
    rng: random.Random, company: Company, posted: list[Document]
) -> Iterator[tuple[date, list[Document]]]:
    """Which invoices are paid together, and when; some are never paid."""
    parents = {one.parent_customer_id for one in company.customers}
    habits, pay_monthly = {}, set()
    for one in company.customers:
        habits[one.customer_id] = rng.choices(list(HABITS), weights=(50, 35, 15))[0]
        if one.customer_id in parents or rng.random() < 0.15:
            pay_monthly.add(one.customer_id)
    together: dict[tuple[object, ...], list[tuple[date, Document]]] = defaultdict(list)
    for document in posted:
        first, last = HABITS[habits[document.customer_id]]
        offset, is_forgotten = rng.randint(first, last), rng.random() < NEVER_PAID
        if document.due_date is None or document.is_disputed or is_forgotten:
            continue
        paid_on = weekday_from(max(document.issue_date, document.due_date + offset * DAY))
        group: tuple[object, ...] = (document.key,)
        if document.customer_id in pay_monthly:
            month = (paid_on.year, paid_on.month)
            group = (document.customer_id, document.legal_entity_id, document.currency, month)
        together[group].append((paid_on, document))
    for due in together.values():
        for place in range(0, len(due), INVOICES_PER_RECEIPT):
            some = due[place : place + INVOICES_PER_RECEIPT]
            yield max(paid_on for paid_on, _ in some), [document for _, document in some]


def _nameless(rng: random.Random, receipts: list[Receipt], count: int) -> set[int]:
    """A few receipts that tell nothing of who paid or what for: cash deposits and the like."""
    candidates = [
        number
        for number, one in enumerate(receipts)
        if len(one.parts) == 1 and one.currency in ("CLP", "MXN")
    ]
    return set(rng.sample(candidates, count))


def _words(rng: random.Random, receipt: Receipt) -> tuple[str, LineText]:
    """By what one can tell the invoices, and the words of the bank line."""
    chance = rng.random()
    if receipt.has_telling_amount and chance < 0.2:
        return "tax_id", by_tax_id(rng, receipt.customer)
    if receipt.has_telling_amount and chance < 0.4:
        return "name", by_name(rng, receipt.customer)
    numbers = [document.invoice_number for document, _ in receipt.parts]
    told_by = "number" if len(numbers) == 1 else "numbers"
    return told_by, by_number(rng, receipt.customer, numbers)


def _refunds(
    company: Company, posted: list[Document], receipts: list[Receipt], as_of: date
) -> Iterator[BankLine]:
    """What was credited after it had been paid goes back to the customer a week later."""
    paid_on = {document.key: one.paid_on for one in receipts for document, _ in one.parts}
    for credit in posted:
        back_on = weekday_from(credit.issue_date + timedelta(days=7))
        settled = paid_on.get(credit.related_key or "")
        if credit.sign > 0 or settled is None or settled >= credit.issue_date or back_on > as_of:
            continue
        account = company.bank_account(credit.legal_entity_id, credit.currency)
        payee = company.customer(credit.customer_id)
        text = LineText(
            f"DEVOLUCION NC {credit.invoice_number}", payee.name, payee.tax_id, payee.account_number
        )
        reference = f"DV{credit.invoice_number}"
        yield BankLine(account.bank_account_id, back_on, -credit.total_amount, text, reference)
