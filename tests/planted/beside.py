"""What stands beside the contracts and documents of a company where all is right.

Data flow: book, documents → tables of a drop by key: deals with their quotes, customers, due dates
and orders on documents, the tax register, and every document paid twenty days later, in the ERP's
books and at the bank.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zlib import crc32

from ingestion.sample.taxids import rut
from tests.oracle.durations import parse
from tests.oracle.money import rounded
from tests.oracle.records import Book, Contract, ContractLine
from tests.planted.clerk import Document, invoice_line_row, invoice_row

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]

ENTITIES = {"CL": "76543210-3", "ELSE": "77123456-7"}
HOME_CURRENCY = "CLP"
PAYMENT_TERMS = 30
PAID_AFTER = timedelta(days=20)
# Nobody judges the days in which a receipt may still be on its way.
ON_ITS_WAY = timedelta(days=10)
PRICED = ("flat", "per_unit", "one_time")


@dataclass(frozen=True)
class Change:
    """A row of a table that is another, is there besides, or (without values) is not there."""

    table: str
    key: str
    values: Mapping[str, Any] | None


def tables_of(book: Book, documents: Iterable[Document], drop: Path, as_of: date) -> Tables:
    """Every table beside those of the book itself; its contracts and lines, with what they name."""
    written = [document for document in documents if document.net_amount]
    tables = {
        "contracts/contracts": _read(drop, "contracts/contracts", "contract_id"),
        "contracts/contract_lines": _read(drop, "contracts/contract_lines", "contract_line_id"),
        **_parties(book, written),
        **_sale(book),
        **_books(written),
        "tax/registered_documents": dict(map(_registered, written)),
        **_cash(written, as_of),
    }
    _name_each_other(book, tables, written)
    return tables


def changed(tables: Tables, changes: Iterable[Change]) -> None:
    """Make the changes in the tables."""
    for change in changes:
        if change.values is None:
            del tables[change.table][change.key]
        else:
            row = tables[change.table].setdefault(change.key, {})
            row.update(change.values)


def write_tables(tables: Tables, drop: Path) -> None:
    """The tables as files of a drop."""
    for table, rows in tables.items():
        path = drop / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(name for row in rows.values() for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows.values())


def _read(drop: Path, table: str, key: str) -> dict[str, Row]:
    with (drop / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[key]: dict(row) for row in csv.DictReader(file)}


def tax_id_of(customer_id: str) -> str:
    """A tax id that is this customer's alone."""
    return rut(100_000_000 + crc32(customer_id.encode()) % 900_000_000)


def _parties(book: Book, documents: Iterable[Document]) -> Tables:
    customers = sorted(
        {str(one.customer_id) for one in book.contracts if one.customer_id}
        | {str(one.customer_id) for one in documents if one.customer_id}
    )
    return {
        "crm/accounts": {
            one.account_id: {
                "account_id": one.account_id,
                "name": f"Compañía {one.contract_id}",
                "erp_customer_id": one.customer_id,
            }
            for one in book.contracts
        },
        "erp/legal_entities": {
            key: {
                "legal_entity_id": key,
                "name": f"Hilo {key} SpA",
                "tax_id": tax_id,
                "country": "CL",
                "functional_currency": HOME_CURRENCY,
            }
            for key, tax_id in ENTITIES.items()
        },
        "erp/customers": {
            key: {
                "customer_id": key,
                "name": f"Cliente {key}",
                "tax_id": tax_id_of(key),
                "country": "CL",
            }
            for key in customers
        },
    }


def _sale(book: Book) -> Tables:
    """A won deal for each contract, and the quote that was accepted: the contract as signed."""
    contracts = {one.contract_id: one for one in book.contracts}
    deals, quotes, lines = {}, {}, {}
    for one in book.contracts:
        amount = plain_value(book, one)
        deals[f"{one.contract_id}-O"] = {
            "opportunity_id": f"{one.contract_id}-O",
            "account_id": one.account_id,
            "name": f"Venta {one.contract_id}",
            "stage": "ganado",
            "is_won": "true",
            "amount": amount,
            "currency": one.currency,
            "close_date": one.signed_on,
            "owner": "Paula",
            "notes": None,
        }
        quotes[f"{one.contract_id}-Q"] = {
            "quote_id": f"{one.contract_id}-Q",
            "opportunity_id": f"{one.contract_id}-O",
            "status": "accepted",
            "currency": one.currency,
            "accepted_on": one.signed_on,
        }
    for line in book.lines:
        key, contract = f"{line.contract_line_id}-Q", contracts[line.contract_id]
        lines[key] = _quote_line(key, line, contract) | {
            "discount_percent": _percent_at_start(book, line)
        }
    return {"crm/opportunities": deals, "crm/quotes": quotes, "crm/quote_lines": lines}


def _quote_line(key: str, line: ContractLine, contract: Contract) -> Row:
    is_recurring = line.charge_model in ("flat", "per_unit")
    return {
        "quote_line_id": key,
        "quote_id": f"{contract.contract_id}-Q",
        "product_id": line.product_id,
        "quantity": line.quantity if line.charge_model in PRICED else None,
        "unit_price": line.unit_price if line.charge_model in PRICED else None,
        "price_period": line.price_period if is_recurring else None,
        "billing_period": line.billing_period if is_recurring else None,
        "start_date": line.start_date,
        "end_date": line.end_date if is_recurring else None,
    }


def _percent_at_start(book: Book, line: ContractLine) -> Decimal:
    """The percent discounts in force on the line's first day, multiplied (CANONICAL 2)."""
    kept = Decimal(1)
    for one in book.adjustments:
        is_of_line = one.contract_line_id in (None, line.contract_line_id)
        is_begun = one.start_date <= line.start_date <= (one.end_date or date.max)
        is_percent = one.kind == "percent_discount" and one.contract_id == line.contract_id
        if is_percent and is_of_line and is_begun:
            kept *= 1 - (one.value or Decimal(0)) / 100
    return 100 * (1 - kept)


def has_changes(book: Book, contract_id: str) -> bool:
    """Whether anything was agreed beside the lines themselves."""
    return any(one.contract_id == contract_id for one in book.amendments) or any(
        one.contract_id == contract_id for one in book.adjustments
    )


def plain_value(book: Book, contract: Contract) -> Decimal | None:
    """A year of what recurs and all that is charged once, where the terms are no more than that."""
    is_changed = has_changes(book, contract.contract_id)
    lines = [one for one in book.lines if one.contract_id == contract.contract_id]
    spans = {(one.start_date, one.end_date) for one in lines if one.charge_model != "one_time"}
    if len(spans) > 1:
        # Lines of different times are a ramp: what a year of it is, each house says its way.
        return None
    total = Fraction(0)
    for line in lines:
        if line.charge_model not in PRICED or line.minimum_amount or line.unit_price is None:
            return None
        quantity = Decimal(1) if line.charge_model == "flat" else (line.quantity or Decimal(1))
        months = 12
        if line.charge_model != "one_time":
            period = parse(line.price_period or "P1M")
            if not period.is_months:
                return None
            months = period.count
        total += Fraction(quantity * line.unit_price * 12) / months
    if is_changed or not total or contract.status != "active":
        return None
    return rounded(total, contract.currency)


def _books(documents: Iterable[Document]) -> Tables:
    return {
        "erp/invoices": {one.invoice_id: _numbered(one) for one in documents},
        "erp/invoice_lines": {f"{one.invoice_id}-1": invoice_line_row(one) for one in documents},
    }


def number_of(invoice_id: str) -> str:
    """A folio of ten digits that no other document bears."""
    return f"{crc32(invoice_id.encode()):010d}"


def _numbered(document: Document) -> Row:
    is_invoice = document.document_type == "invoice"
    return invoice_row(document) | {
        "invoice_number": number_of(document.invoice_id),
        "due_date": document.issue_date + timedelta(days=PAYMENT_TERMS) if is_invoice else None,
    }


def _registered(document: Document) -> tuple[str, Row]:
    """The register keeps pesos; what was billed in other money it holds at some rate."""
    home = document.currency == HOME_CURRENCY
    net = document.net_amount if home else Decimal(int(document.net_amount * 900) + 1)
    tax = document.tax_amount if home else Decimal(0)
    return f"{document.invoice_id}-R", {
        "registered_document_id": f"{document.invoice_id}-R",
        "document_type": document.document_type,
        "number": number_of(document.invoice_id),
        "issuer_tax_id": ENTITIES[document.legal_entity_id],
        "receiver_tax_id": tax_id_of(str(document.customer_id)),
        "issue_date": document.issue_date,
        "net_amount": net,
        "tax_amount": tax,
        "total_amount": net + tax,
        "buyer_response": "accepted",
    }


def is_paid(document: Document, as_of: date) -> bool:
    """Whether the customer had the time to pay it."""
    return (
        document.document_type == "invoice"
        and document.issue_date + PAID_AFTER <= as_of - ON_ITS_WAY
    )


def _cash(documents: list[Document], as_of: date) -> Tables:
    credited = {one.related_invoice_id for one in documents}
    paid = [one for one in documents if is_paid(one, as_of) and one.invoice_id not in credited]
    currencies = sorted({one.currency for one in documents})
    return {
        "bank/accounts": {
            f"{entity}-{currency}": {
                "bank_account_id": f"{entity}-{currency}",
                "legal_entity_id": entity,
                "account_number": f"{entity}-{currency}",
                "currency": currency,
            }
            for entity in ENTITIES
            for currency in currencies
        },
        "erp/payments": {f"{one.invoice_id}-P": _payment(one) for one in paid},
        "erp/payment_allocations": {f"{one.invoice_id}-P": _allocation(one) for one in paid},
        "bank/transactions": {f"{one.invoice_id}-B": bank_line(one) for one in paid},
    }


def total_of(document: Document) -> Decimal:
    """What the customer owes."""
    return document.net_amount + document.tax_amount


def _payment(document: Document) -> Row:
    return {
        "payment_id": f"{document.invoice_id}-P",
        "customer_id": document.customer_id,
        "paid_on": document.issue_date + PAID_AFTER,
        "amount": total_of(document),
        "currency": document.currency,
        "reference": number_of(document.invoice_id),
    }


def _allocation(document: Document) -> Row:
    return {
        "payment_id": f"{document.invoice_id}-P",
        "invoice_id": document.invoice_id,
        "amount": total_of(document),
    }


def bank_line(document: Document, suffix: str = "-B", days: int = 0) -> Row:
    """The transfer that pays a document, and names it."""
    customer = str(document.customer_id)
    return {
        "bank_transaction_id": f"{document.invoice_id}{suffix}",
        "bank_account_id": f"{document.legal_entity_id}-{document.currency}",
        "booked_on": document.issue_date + PAID_AFTER + timedelta(days=days),
        "amount": total_of(document),
        "currency": document.currency,
        "counterparty_name": f"Cliente {customer}",
        "counterparty_tax_id": tax_id_of(customer),
        "remittance_text": f"PAGO FACTURA {number_of(document.invoice_id)}",
    }


def _name_each_other(book: Book, tables: Tables, documents: Iterable[Document]) -> None:
    """The contract names its deal, quote, terms and order; the line its quote line."""
    for one in book.contracts:
        tables["contracts/contracts"][one.contract_id] |= {
            "opportunity_id": f"{one.contract_id}-O",
            "quote_id": f"{one.contract_id}-Q",
            "payment_terms_days": PAYMENT_TERMS,
            "purchase_order": f"OC-{one.contract_id}",
        }
    of_line = {one.contract_line_id: one.contract_id for one in book.lines}
    for line_id in of_line:
        tables["contracts/contract_lines"][line_id]["quote_line_id"] = f"{line_id}-Q"
    for document in documents:
        contract_id = of_line.get(str(document.contract_line_id))
        order = f"OC-{contract_id}" if contract_id else None
        tables["erp/invoices"][document.invoice_id]["purchase_order"] = order
