"""The tables that e-invoices and registers land in, and what of a document stands in their rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ingestion.contracts import Problem
from ingestion.formats.einvoices.cl_dte import KINDS
from ingestion.formats.einvoices.document import (
    OTHER,
    PAYMENT_RECEIPT,
    Assignment,
    Einvoice,
    Line,
    Party,
    RegisterRow,
)

DOCUMENTS = "documents"
ISSUED, RECEIVED = "issued", "received"

Row = dict[str, Any]


def _columns(declared: str) -> Mapping[str, str]:
    """`source_file lines:bigint` as names with types; text where none is said."""
    pairs = (column.partition(":") for column in declared.split())
    return {name: data_type or "text" for name, _, data_type in pairs}


TABLES: Mapping[str, Mapping[str, str]] = {
    DOCUMENTS: _columns(
        "document_id source_file file_sha256 item_number:bigint direction family type_code kind "
        "is_draft:bool is_incoming:bool invoice_number series unique_id issued_on:date "
        "due_on:date currency tax_currency exchange_rate:decimal "
        "issuer_key issuer_name issuer_tax_id issuer_legal_id issuer_endpoint issuer_country "
        "receiver_key receiver_name receiver_tax_id receiver_legal_id receiver_endpoint "
        "receiver_country payee line_total:decimal allowances:decimal charges:decimal "
        "net:decimal exempt:decimal tax:decimal withheld:decimal total:decimal "
        "prepaid:decimal rounding:decimal payable:decimal are_prices_gross:bool "
        "period_start:date period_end:date buyer_reference payment_means payment_account "
        "payment_reference payment_terms load_status warning_code warning_value"
    ),
    "document_lines": _columns(
        "document_id item_number:bigint source_file line_number item_code description "
        "quantity:decimal unit unit_price:decimal net_amount:decimal discount:decimal "
        "tax_rate:decimal period_start:date period_end:date order_number is_counted:bool"
    ),
    "document_adjustments": _columns(
        "document_id item_number:bigint source_file is_charge:bool amount:decimal reason "
        "tax_rate:decimal"
    ),
    "document_taxes": _columns(
        "document_id item_number:bigint source_file category rate:decimal base:decimal tax:decimal"
    ),
    "document_references": _columns(
        "document_id item_number:bigint source_file kind referred_number type_code issued_on:date "
        "code reason"
    ),
    "document_instalments": _columns(
        "document_id item_number:bigint source_file instalment_number due_on:date amount:decimal"
    ),
    "payments": _columns(
        "document_id item_number:bigint source_file paid_on:date form currency "
        "exchange_rate:decimal amount:decimal reference"
    ),
    "payment_applications": _columns(
        "document_id payment_number:bigint item_number:bigint source_file paid_document_id "
        "paid_number currency exchange_rate:decimal instalment_number previous_balance:decimal "
        "paid:decimal remaining:decimal"
    ),
    "assignments": _columns(
        "assigned_document_id item_number:bigint source_file sequence_number:bigint type_code "
        "invoice_number issuer_tax_id receiver_tax_id issued_on:date document_total:decimal "
        "assignor_tax_id assignor_name assignee_tax_id assignee_name amount:decimal "
        "last_due_on:date assigned_at"
    ),
    "register_rows": _columns(
        "register_row_id source_file source_row:bigint owner_tax_id register type_code kind "
        "document_number counterparty_tax_id counterparty_name issued_on:date exempt:decimal "
        "net:decimal tax:decimal other_taxes:decimal total:decimal response reference_type "
        "reference_numbers"
    ),
}


@dataclass(frozen=True)
class Place:
    """Where a thing stands: the file, its bytes' digest, its number in the file from 1."""

    file: str
    sha256: str
    position: int
    direction: str

    @property
    def key(self) -> str:
        """Readable, and the same whenever the same bytes come again."""
        return f"{self.sha256[:12]}@{self.position}"


def document_id(document: Einvoice, place: Place) -> str:
    """Its identity; a draft that has none is known by its file."""
    return document.identity or place.key


def document_rows(document: Einvoice, place: Place) -> dict[str, list[Row]]:
    """The rows of every table that one document fills."""
    key = {"document_id": document_id(document, place), "source_file": place.file}
    payments = list(enumerate(document.payments, start=1))
    return {
        DOCUMENTS: [_document_row(document, place)],
        "document_lines": _numbered(
            key,
            (_line_row(line) for line in document.lines),
        ),
        "document_adjustments": _numbered(key, (vars(one) for one in document.adjustments)),
        "document_taxes": _numbered(key, (vars(one) for one in document.taxes)),
        "document_references": _numbered(
            key, (_renamed(vars(one), number="referred_number") for one in document.references)
        ),
        "document_instalments": _numbered(
            key, (_renamed(vars(one), number="instalment_number") for one in document.instalments)
        ),
        "payments": _numbered(
            key,
            (
                {name: value for name, value in vars(one).items() if name != "applied"}
                for _, one in payments
            ),
        ),
        "payment_applications": [
            row
            for number, payment in payments
            for row in _numbered(
                {**key, "payment_number": number},
                (
                    _renamed(vars(one), document_id="paid_document_id", number="paid_number")
                    for one in payment.applied
                ),
            )
        ],
    }


def _line_row(line: Line) -> Row:
    """All of a line but `priced`, which only serves to check it."""
    row = _renamed(vars(line), number="line_number", counts="is_counted")
    return {name: value for name, value in row.items() if name != "priced"}


def _document_row(document: Einvoice, place: Place) -> Row:
    warning = document.warnings[0] if document.warnings else None
    named = {
        "document_id": document_id(document, place),
        "source_file": place.file,
        "file_sha256": place.sha256,
        "item_number": place.position,
        "direction": place.direction,
        "invoice_number": document.number,
        **_party("issuer", document.issuer),
        **_party("receiver", document.receiver),
        "load_status": "loaded_with_warning" if warning else "loaded",
        "warning_code": warning.code if warning else None,
        "warning_value": (_clean(warning.value) or None) if warning else None,
    }
    return {
        name: named[name] if name in named else _clean(getattr(document, name))
        for name in TABLES[DOCUMENTS]
    }


def _party(role: str, party: Party) -> Row:
    fields = ("key", "name", "tax_id", "legal_id", "endpoint", "country")
    return {f"{role}_{name}": _clean(getattr(party, name)) for name in fields}


def assignment_row(one: Assignment, place: Place) -> Row:
    """One row of `assignments`; the document's id is what its DTE has."""
    return {
        "assigned_document_id": f"{one.issuer_tax_id}/{one.type_code}/{one.number}",
        "item_number": place.position,
        "source_file": place.file,
        "sequence_number": one.sequence_number,
        "type_code": one.type_code,
        "invoice_number": one.number,
        "issuer_tax_id": one.issuer_tax_id,
        "receiver_tax_id": one.receiver_tax_id,
        "issued_on": one.issued_on,
        "document_total": one.document_total,
        "assignor_tax_id": one.assignor.tax_id,
        "assignor_name": _clean(one.assignor.name),
        "assignee_tax_id": one.assignee.tax_id,
        "assignee_name": _clean(one.assignee.name),
        "amount": one.amount,
        "last_due_on": one.last_due_on,
        # Local time of Chile, as written: a zone is not stated.
        "assigned_at": one.assigned_at.isoformat() if one.assigned_at else None,
    }


def register_row(one: RegisterRow, place: Place, owner: str | None) -> Row:
    """One row of `register_rows`; a folio of purchases is one only with its issuer."""
    issuer = owner if one.register == "sales" else one.counterparty_tax_id
    row = vars(one)
    return {
        "register_row_id": f"{one.register}/{issuer or '?'}/{one.type_code}/{one.number}",
        "source_file": place.file,
        "source_row": one.row_number,
        "owner_tax_id": owner,
        "kind": KINDS.get(one.type_code or "", OTHER),
        "document_number": one.number,
        "reference_numbers": ", ".join(one.reference_numbers) or None,
        **{
            name: _clean(row[name])
            for name in ("register", "type_code", "counterparty_tax_id", "counterparty_name",
                         "issued_on", "exempt", "net", "tax", "other_taxes", "total", "response",
                         "reference_type")
        },
    }  # fmt: skip


def problem_of(document: Einvoice, currencies: Mapping[str, int]) -> tuple[str, str, str] | None:
    """Why a document cannot be loaded: code, column and value; None where it can.

    A payment receipt has no currency of its own (XXX): its payments have.
    """
    stated = [document.currency]
    if document.kind == PAYMENT_RECEIPT:
        stated = [payment.currency for payment in document.payments]
    for currency in stated:
        if currency is None:
            return "einvoice_currency_missing", "currency", document.number or ""
        if currency not in currencies:
            return "einvoice_currency_unknown", "currency", currency
    if not document.issuer.key:
        return "einvoice_party_missing", "issuer", document.number or ""
    if document.kind != OTHER and not document.receiver.key:
        return "einvoice_party_missing", "receiver", document.number or ""
    return None


def quarantined(thing: Any, problem: tuple[str, str, str], place: Place) -> Problem:
    """A document or register row as a row set aside, all that was read of it kept."""
    code, column_name, value = problem
    if isinstance(thing, RegisterRow):
        number, raw_row = thing.row_number, thing.raw_row
    else:
        number, raw_row = place.position, _json(asdict(thing))
    return Problem(code, place.file, number, column_name, value, raw_row)


def _numbered(key: Row, rows: Iterable[Row]) -> list[Row]:
    """The rows with the document's key and their place among their kind, from 1."""
    return [
        {**key, "item_number": number, **{name: _clean(value) for name, value in row.items()}}
        for number, row in enumerate(rows, start=1)
    ]


def _renamed(row: Row, **names: str) -> Row:
    return {names.get(name, name): value for name, value in row.items()}


def _clean(value: Any) -> Any:
    """Texts without control signs, which files hold and tools choke on."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(sign if sign.isprintable() else " " for sign in value).strip() or None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_jsonable)


def _jsonable(value: date | datetime | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()
