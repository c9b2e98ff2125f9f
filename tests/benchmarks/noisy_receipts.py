"""Receipts as banks show them: references missing, wrong or cut, names shortened, payers swapped.

Data flow: seed → customers and their invoices → payments, each known to the last peso → bank lines
that tell of them badly → a drop, and the truth beside it. Nothing of the truth is in the drop.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ingestion.sample.taxids import rut

FIRST_DAY = date(2026, 1, 5)
INVOICES_EACH = 8
DAYS_BETWEEN = 14
# How subscription sellers price: the same few amounts over and over.
PRICE_LIST = (59_500, 119_000, 178_500, 238_000, 357_000)
FIRST_WORDS = (
    "Agrícola", "Aserradero", "Clínica", "Constructora", "Distribuidora", "Editorial",
    "Ferretería", "Frigorífico", "Hotelera", "Imprenta", "Laboratorio", "Maderas", "Minera",
    "Naviera", "Panadería", "Pesquera", "Transportes", "Viña",
)  # fmt: skip
SECOND_WORDS = (
    "Aconcagua", "Andalién", "Calbuco", "Chaitén", "Chiloé", "Cochamó", "Copiapó", "Curicó",
    "Elqui", "Huasco", "Itata", "Lebu", "Limarí", "Llaima", "Loncoche", "Maipo", "Maule", "Osorno",
    "Pucón", "Quillota", "Ranco", "Tongoy", "Villarrica", "Yungay",
)  # fmt: skip
LEGAL_FORMS = ("SpA", "Ltda.", "S.A.", "EIRL")


@dataclass(frozen=True)
class Customer:
    """Who is billed, at what price if always the same, and how it is known to pay."""

    customer_id: str
    name: str
    tax_id: str
    account: str
    price: int | None
    is_account_known: bool
    is_oldest_first: bool


@dataclass(frozen=True)
class Invoice:
    """A document, all of it in pesos."""

    invoice_id: str
    number: str
    customer: Customer
    issued_on: date
    amount: int


@dataclass
class Receipt:
    """A bank line, what it truly pays, and whether its text names that rightly.

    Of two lines that pay one document twice either may be the one that counts: the second is a
    repeat.
    """

    line_id: str
    booked_on: date
    amount: int
    pays: dict[str, int]
    is_referenced: bool
    text: str
    name: str
    tax_id: str
    account: str
    is_repeat: bool = False


@dataclass
class Noise:
    """All receipts of one seed, with what they are of."""

    customers: list[Customer] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)


def make_noise(line_count: int, seed: int) -> Noise:
    """About that many bank lines; the same seed makes the same."""
    chance = random.Random(seed)
    noise = Noise()
    # Some lines pay several documents and some documents are never paid: a few more are made.
    for number in range(max(2, line_count * 6 // (5 * INVOICES_EACH))):
        customer = _customer(number, chance)
        noise.customers.append(customer)
        noise.invoices += _invoices(customer, number * INVOICES_EACH, chance)
    by_customer = [
        noise.invoices[start : start + INVOICES_EACH]
        for start in range(0, len(noise.invoices), INVOICES_EACH)
    ]
    for invoices in by_customer:
        for receipt in _receipts(invoices, noise.customers, chance):
            receipt.line_id = f"B{len(noise.receipts):07}"
            noise.receipts.append(receipt)
    return noise


def _customer(number: int, chance: random.Random) -> Customer:
    words = f"{chance.choice(FIRST_WORDS)} {chance.choice(SECOND_WORDS)}"
    price = chance.choice(PRICE_LIST) if chance.random() < 0.5 else None
    return Customer(
        customer_id=f"C{number:06}",
        name=f"{words} {number} {chance.choice(LEGAL_FORMS)}",
        tax_id=rut(70_000_000 + number),
        account=f"{chance.randrange(10**9):010}{number:06}",
        price=price,
        is_account_known=chance.random() < 0.3,
        # With most of those who pay the same each time a seller agrees how money is taken.
        is_oldest_first=price is not None and chance.random() < 0.7,
    )


def _invoices(customer: Customer, before: int, chance: random.Random) -> Iterator[Invoice]:
    for position in range(INVOICES_EACH):
        yield Invoice(
            invoice_id=f"F{before + position:07}",
            number=str(100_000 + before + position),
            customer=customer,
            issued_on=FIRST_DAY + timedelta(days=DAYS_BETWEEN * position),
            amount=customer.price or chance.randrange(20_000, 3_000_000),
        )


def _receipts(
    invoices: list[Invoice], others: list[Customer], chance: random.Random
) -> Iterator[Receipt]:
    """How one customer pays: mostly one document, sometimes several, in part, too much, twice."""
    left = list(invoices)
    while left:
        way = chance.random()
        if way < 0.08:
            left.pop(0)  # never paid
        elif way < 0.16 and len(left) > 2:
            yield _receipt(left[:3], 0, others, chance)
            del left[:3]
        elif way < 0.21:
            part = left[0].amount * chance.randrange(20, 80) // 100
            yield _receipt(left[:1], part - left[0].amount, others, chance)
            left.pop(0)
        elif way < 0.24:
            yield _receipt(left[:1], chance.randrange(5_000, 90_000), others, chance)
            left.pop(0)
        elif way < 0.26:
            first, again = (_receipt(left[:1], 0, others, chance) for _ in range(2))
            again.is_repeat = True
            again.booked_on = first.booked_on + timedelta(days=chance.randrange(1, 20))
            yield from (first, again)
            left.pop(0)
        else:
            yield _receipt(left[:1], 0, others, chance)
            left.pop(0)


def _receipt(
    invoices: list[Invoice], more: int, others: list[Customer], chance: random.Random
) -> Receipt:
    """One line for these documents, `more` (or less) than they ask for."""
    owed = sum(invoice.amount for invoice in invoices)
    customer = invoices[0].customer
    # Somebody pays from another company's account now and then.
    payer = chance.choice(others) if chance.random() < 0.01 else customer
    text, is_referenced = _text(invoices, chance)
    return Receipt(
        line_id="",
        booked_on=invoices[-1].issued_on + timedelta(days=chance.randrange(1, 45)),
        amount=owed + more,
        pays=(
            {invoices[0].invoice_id: min(owed, owed + more)}
            if len(invoices) == 1
            else {invoice.invoice_id: invoice.amount for invoice in invoices}
        ),
        is_referenced=is_referenced,
        text=text,
        name=_shortened(payer.name, chance) if chance.random() < 0.8 else "",
        tax_id=payer.tax_id if chance.random() < 0.5 else "",
        account=payer.account if chance.random() < 0.7 else "",
    )


def _text(invoices: list[Invoice], chance: random.Random) -> tuple[str, bool]:
    """What the payer wrote, and whether it names all that is paid and nothing else."""
    way = chance.random()
    numbers = [invoice.number for invoice in invoices]
    if way < 0.55:
        before = chance.choice(("FACT ", "PAGO FACTURA N° ", "F-", "TRANSF FAC ", ""))
        return f"{before}{chance.choice((', ', ' y ', ' ')).join(numbers)}", True
    if way < 0.58:  # a digit wrong
        wrong = list(numbers[0])
        wrong[chance.randrange(1, len(wrong))] = str(chance.randrange(10))
        return f"FACT {''.join(wrong)}", "".join(wrong) == numbers[0] and len(numbers) == 1
    if way < 0.62:  # cut where the bank's field ended
        return f"PAGO FACTURA {numbers[0][:-2]}", False
    return chance.choice(("TRANSFERENCIA", "PAGO PROVEEDORES", "ABONO", "PAGO SERVICIOS")), False


def _shortened(name: str, chance: random.Random) -> str:
    """The name as it stands, in capitals, without its legal form, or cut to a field's length."""
    way = chance.random()
    if way < 0.4:
        return name.upper()
    if way < 0.7:
        return " ".join(name.upper().split()[:-1])
    return name.upper()[:18].strip()


def write_noise(drop: Path, noise: Noise) -> None:
    """The drop: what finance and the bank know."""
    _write(
        drop / "erp" / "legal_entities.csv",
        ["legal_entity_id", "name", "tax_id", "country", "functional_currency"],
        [["CL", "Vendedora SpA", rut(96_000_000), "CL", "CLP"]],
    )
    _write(
        drop / "bank" / "accounts.csv",
        ["bank_account_id", "legal_entity_id", "account_number", "currency"],
        [["BA", "CL", "000123", "CLP"]],
    )
    _write(
        drop / "erp" / "customers.csv",
        ["customer_id", "name", "tax_id", "country", "payment_policy"],
        [
            [one.customer_id, one.name, one.tax_id, "CL", "fifo" if one.is_oldest_first else ""]
            for one in noise.customers
        ],
    )
    _write(
        drop / "erp" / "customer_bank_accounts.csv",
        ["customer_id", "account_number"],
        [[one.customer_id, one.account] for one in noise.customers if one.is_account_known],
    )
    _write(
        drop / "erp" / "invoices.csv",
        ["invoice_id", "invoice_number", "document_type", "legal_entity_id", "customer_id",
         "issue_date", "currency", "net_amount", "tax_amount", "total_amount", "status"],
        [
            [one.invoice_id, one.number, "invoice", "CL", one.customer.customer_id,
             one.issued_on, "CLP", one.amount, 0, one.amount, "posted"]
            for one in noise.invoices
        ],
    )  # fmt: skip
    _write(
        drop / "bank" / "transactions.csv",
        ["bank_transaction_id", "bank_account_id", "booked_on", "amount", "currency",
         "counterparty_name", "counterparty_account", "counterparty_tax_id", "remittance_text"],
        [
            [one.line_id, "BA", one.booked_on, one.amount, "CLP", one.name, one.account,
             one.tax_id, one.text]
            for one in noise.receipts
        ],
    )  # fmt: skip


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
