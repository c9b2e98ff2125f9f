"""What every e-invoice is read into, whatever its syntax.

Data flow: bytes of a file → `ParsedEinvoices` of documents, assignments and register rows, or
`FileRefused`. Amounts are as the file states them, in the document's currency; a credit note's are
positive and its kind gives the sign. Names of terms: EN 16931, https://docs.peppol.eu/poacc/billing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

ZERO = Decimal(0)

INVOICE = "invoice"
CREDIT_NOTE = "credit_note"
DEBIT_NOTE = "debit_note"
PAYMENT_RECEIPT = "payment_receipt"
# What claims no money of a customer: a delivery note, a purchase that the buyer documents, payroll.
OTHER = "other"

# Prescribed for buyers abroad or for the public: many customers share one.
SHARED_TAX_IDS = ("55555555-5", "66666666-6", "XAXX010101000", "XEXX010101000")


@dataclass(frozen=True)
class DocumentWarning:
    """Something that a person should know; the document is loaded all the same."""

    code: str
    value: str = ""


@dataclass(frozen=True)
class Party:
    """Issuer or receiver; the tax id is the one that the tax office knows it by."""

    name: str | None = None
    tax_id: str | None = None
    legal_id: str | None = None
    endpoint: str | None = None
    country: str | None = None

    @property
    def key(self) -> str:
        """What tells it from others: the best id that the file gives, else the name."""
        if self.tax_id in SHARED_TAX_IDS:
            return f"{self.tax_id}/{self.name}" if self.name else self.tax_id
        return self.tax_id or self.legal_id or self.endpoint or self.name or ""


@dataclass(frozen=True)
class TaxShare:
    """One row of the tax breakdown; the rate in percent, as the file has it."""

    category: str | None
    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None


@dataclass(frozen=True)
class Adjustment:
    """An allowance or a charge on the whole document, its amount positive in either case."""

    is_charge: bool
    amount: Decimal
    reason: str | None = None
    tax_rate: Decimal | None = None


@dataclass(frozen=True)
class Reference:
    """Another document named: its kind, its number as written, and what the file says of it."""

    kind: str  # order, sales_order, contract, preceding, replaced, project, despatch, other
    number: str
    type_code: str | None = None
    issued_on: date | None = None
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Line:
    """One line; its net amount as the family states it, before `discount` where there is one."""

    number: str | None
    net_amount: Decimal
    item_code: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount: Decimal | None = None
    tax_rate: Decimal | None = None  # in percent
    period_start: date | None = None
    period_end: date | None = None
    order_number: str | None = None
    counts: bool = True  # False where the family says that the line is no part of the total
    priced: Decimal | None = None  # what quantity and price give, to hold against the net amount


@dataclass(frozen=True)
class Instalment:
    """A part of the total that is due on a day of its own."""

    number: str | None
    due_on: date | None
    amount: Decimal | None


@dataclass(frozen=True)
class AppliedPayment:
    """What a payment paid of one document, in that document's currency."""

    document_id: str
    number: str | None
    currency: str | None
    exchange_rate: Decimal | None
    instalment_number: str | None
    previous_balance: Decimal | None
    paid: Decimal
    remaining: Decimal | None


@dataclass(frozen=True)
class Payment:
    """Money received, as a payment receipt states it, and the documents that it paid."""

    paid_on: date
    form: str | None
    currency: str | None
    exchange_rate: Decimal | None
    amount: Decimal
    reference: str | None
    applied: tuple[AppliedPayment, ...] = ()

    @property
    def applied_total(self) -> Decimal | None:
        """What it paid, in its own currency; None where a rate that is needed is not given.

        `EquivalenciaDR` is how many units of the document's currency one unit of the payment's is.
        """
        total = ZERO
        for part in self.applied:
            if part.currency in (None, self.currency):
                total += part.paid
            elif part.exchange_rate:
                total += part.paid / part.exchange_rate
            else:
                return None
        return total


@dataclass(frozen=True)
class Einvoice:
    """One document. `total` includes tax; `payable` is what is left after prepayments and the like.

    `unique_id` is the number that a tax office gave it, where one does (UUID, access key).
    """

    family: str  # ubl, cii, cl_dte, mx_cfdi, it_fatturapa, br_nfe
    type_code: str
    kind: str
    number: str | None
    issued_on: date
    currency: str | None
    issuer: Party
    receiver: Party
    series: str | None = None
    unique_id: str | None = None
    is_draft: bool = False  # of no legal effect yet: not stamped, not authorised
    is_incoming: bool = False  # the issuer itself documents what it receives
    due_on: date | None = None
    tax_currency: str | None = None
    exchange_rate: Decimal | None = None
    line_total: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    exempt: Decimal | None = None
    tax: Decimal | None = None
    withheld: Decimal | None = None
    total: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None
    are_prices_gross: bool = False
    period_start: date | None = None
    period_end: date | None = None
    buyer_reference: str | None = None
    payment_means: str | None = None
    payment_account: str | None = None
    payment_reference: str | None = None
    payment_terms: str | None = None
    payee: str | None = None
    lines: tuple[Line, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    taxes: tuple[TaxShare, ...] = ()
    references: tuple[Reference, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    payments: tuple[Payment, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    member: str | None = None  # of a zip, where it stands in one

    @property
    def identity(self) -> str | None:
        """What two files of one document share; None where a draft has nothing of the kind.

        A Chilean folio counts per type, an Italian number starts anew each year; elsewhere an
        issuer's number is one of its kind, in whatever syntax it comes.
        """
        if self.unique_id:
            return self.unique_id
        if not self.number:
            return None
        match self.family:
            case "mx_cfdi":
                return None
            case "cl_dte":
                return f"{self.issuer.key}/{self.type_code}/{self.number}"
            case "it_fatturapa":
                year = self.issued_on.year
                return f"{self.issuer.key}/{self.kind}/{self.number}/{year}"
            case _:
                return f"{self.issuer.key}/{self.kind}/{self.number}"

    @property
    def amounts(self) -> tuple[str | Decimal | None, ...]:
        """What two files of one document must agree in."""
        return (self.currency, self.net, self.tax, self.total, self.payable)

    def numbers(self, kind: str) -> list[str]:
        """The numbers of the documents of one kind that it refers to."""
        return [reference.number for reference in self.references if reference.kind == kind]


@dataclass(frozen=True)
class Assignment:
    """A receivable assigned to another: from then on the money is the assignee's."""

    sequence_number: int
    type_code: str
    number: str
    issuer_tax_id: str
    receiver_tax_id: str | None
    issued_on: date | None
    document_total: Decimal | None
    assignor: Party
    assignee: Party
    amount: Decimal | None
    last_due_on: date | None
    assigned_at: datetime | None
    member: str | None = None


@dataclass(frozen=True)
class RegisterRow:
    """One document in a tax office's register; whose register it is, the file does not say."""

    row_number: int
    register: str  # sales, purchases
    type_code: str | None
    number: str | None
    counterparty_tax_id: str | None
    counterparty_name: str | None
    issued_on: date | None
    exempt: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    other_taxes: Decimal
    total: Decimal | None
    response: str | None  # accepted, rejected, None
    reference_type: str | None
    reference_numbers: tuple[str, ...]
    problem: tuple[str, str, str] | None  # code, column and value of what makes it unusable
    raw_row: str
    # Value added tax that counts as a cost; None where the row has amounts that may count too.
    unrecoverable: Decimal | None = None
    warnings: tuple[DocumentWarning, ...] = ()
    member: str | None = None


@dataclass(frozen=True)
class ParsedEinvoices:
    """A file as it was read: the encoding used, and what it holds."""

    encoding: str
    documents: tuple[Einvoice, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    register_rows: tuple[RegisterRow, ...] = ()


def differing(
    *sums: tuple[str, Decimal | None, Decimal | None], tolerance: Decimal = ZERO
) -> tuple[DocumentWarning, ...]:
    """A warning for each sum (code, computed, stated) that is not what the file states."""
    return tuple(
        DocumentWarning(code, f"{computed:f} / {stated:f}")
        for code, computed, stated in sums
        if computed is not None and stated is not None and abs(computed - stated) > tolerance
    )


def total_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are given."""
    return sum((amount for amount in amounts if amount is not None), start=ZERO)
