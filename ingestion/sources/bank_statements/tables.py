"""The tables that statement files land in, and what of a statement stands in their rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ingestion.contracts import Problem
from ingestion.formats.statement import Statement, StatementTransaction, UnreadLine

STATEMENTS = "statements"
STATEMENT_KEY = "statement_key"
STATEMENT_COLUMNS: Mapping[str, str] = {
    STATEMENT_KEY: "text",
    "source_file": "text",
    "file_sha256": "text",
    "statement_number": "bigint",
    "format": "text",
    "kind": "text",
    "account_number": "text",
    "currency": "text",
    "statement_reference": "text",
    "sequence_number": "text",
    "from_date": "date",
    "to_date": "date",
    "opening_balance": "decimal",
    "opening_on": "date",
    "closing_balance": "decimal",
    "closing_on": "date",
    "credit_total": "decimal",
    "debit_total": "decimal",
    "transaction_count": "bigint",
    "balance_difference": "decimal",
    "load_status": "text",
    "warning_code": "text",
    "warning_value": "text",
}

TRANSACTIONS = "transactions"
LINE_NUMBER = "line_number"
TRANSACTION_COLUMNS: Mapping[str, str] = {
    STATEMENT_KEY: "text",
    LINE_NUMBER: "bigint",
    "source_file": "text",
    "booked_on": "date",
    "valued_on": "date",
    "amount": "decimal",
    "currency": "text",
    "counterparty_name": "text",
    "counterparty_account": "text",
    "counterparty_tax_id": "text",
    "reference": "text",
    "remittance_text": "text",
    "is_reversal": "bool",
    "type_code": "text",
    "detail_count": "bigint",
    "raw_details": "text",
    "document_number": "text",
    "face_amount": "decimal",
    "due_on": "date",
    "original_amount": "decimal",
    "original_currency": "text",
    "fee_amount": "decimal",
}

# What banks write where they have no reference.
_NO_REFERENCE = ("", "NONREF", "NOTPROVIDED", "NOT PROVIDED")


@dataclass(frozen=True)
class StatementPlace:
    """Where a statement stands: the file, its bytes' digest, its number in the file from 1."""

    file: str
    sha256: str
    number: int

    @property
    def key(self) -> str:
        """Readable, and the same whenever the same bytes come again."""
        return f"{self.sha256[:12]}@{self.number}"


def statement_row(statement: Statement, place: StatementPlace) -> dict[str, Any]:
    """One row of `statements`: totals and count are of every line that the file states."""
    warning = statement.warnings[0] if statement.warnings else None
    return {
        STATEMENT_KEY: place.key,
        "source_file": place.file,
        "file_sha256": place.sha256,
        "statement_number": place.number,
        "format": statement.format,
        "kind": statement.kind,
        "account_number": statement.account_number,
        "currency": statement.currency,
        "statement_reference": _clean(statement.statement_reference),
        "sequence_number": _clean(statement.sequence_number),
        "from_date": statement.from_date,
        "to_date": statement.to_date,
        "opening_balance": statement.opening_balance,
        "opening_on": statement.opening_on,
        "closing_balance": statement.closing_balance,
        "closing_on": statement.closing_on,
        "credit_total": statement.credit_total,
        "debit_total": statement.debit_total,
        "transaction_count": len(statement.transactions),
        "balance_difference": statement.balance_difference,
        "load_status": "loaded_with_warning" if warning else "loaded",
        "warning_code": warning.code if warning else None,
        "warning_value": (_clean(warning.value) or None) if warning else None,
    }


def booked_on(line: StatementTransaction, statement: Statement) -> date | None:
    """The line's date; a notification that gives none tells of the day it was made."""
    return line.booked_on or statement.to_date or statement.created_on


def problem_of(
    line: StatementTransaction, statement: Statement, currencies: Mapping[str, int]
) -> tuple[str, str, str] | None:
    """Why a line is no bank line of ours: code, column and value; None where it is one."""
    currency = line.currency or statement.currency
    if line.is_pending:
        return "bank_line_pending", "amount", f"{line.amount:f} {currency or ''}".strip()
    if currency is None:
        return "bank_currency_missing", "currency", f"{line.amount:f}"
    if currency not in currencies:
        return "bank_currency_unknown", "currency", currency
    if booked_on(line, statement) is None:
        return "bank_date_missing", "booked_on", f"{line.amount:f} {currency}"
    return None


def quarantined(
    line: StatementTransaction, problem: tuple[str, str, str], file: str, row_number: int
) -> Problem:
    """The line as a row set aside, all that was read of it kept."""
    code, column_name, value = problem
    return Problem(code, file, row_number, column_name, value, _json(asdict(line)))


def unread_row(line: UnreadLine, file: str) -> Problem:
    """A line without an amount as a row set aside; its number is that of the line in the file."""
    return Problem(
        line.code, file, line.line_number, line.column_name, line.value, _clean(line.text)
    )


def transaction_row(
    line: StatementTransaction, statement: Statement, place: StatementPlace, line_number: int
) -> dict[str, Any]:
    """One row of `transactions`; a batch stays one line and keeps its payments as details."""
    return {
        STATEMENT_KEY: place.key,
        LINE_NUMBER: line_number,
        "source_file": place.file,
        "booked_on": booked_on(line, statement),
        "valued_on": line.valued_on,
        "amount": line.amount,
        "currency": line.currency or statement.currency,
        "counterparty_name": _clean(line.counterparty_name),
        "counterparty_account": _clean(line.counterparty_account),
        "counterparty_tax_id": _clean(line.counterparty_tax_id),
        "reference": _reference(line),
        "remittance_text": _clean(line.remittance_text),
        "is_reversal": line.is_reversal,
        "type_code": line.type_code,
        "detail_count": len(line.details),
        "raw_details": _json([asdict(detail) for detail in line.details]) if line.details else None,
        "document_number": _clean(line.document_number),
        "face_amount": line.face_amount,
        "due_on": line.due_on,
        "original_amount": line.original_amount,
        "original_currency": line.original_currency,
        "fee_amount": line.fee_amount,
    }


def _reference(line: StatementTransaction) -> str | None:
    """The first reference that says something; else what the bank wrote in its place."""
    stated = (line.reference, line.end_to_end_id, line.bank_reference)
    told = (text for text in stated if (text or "").upper() not in _NO_REFERENCE)
    return _clean(next(told, line.reference))


def _clean(text: str | None) -> str | None:
    """Without control signs, which banks leave in their texts and tools choke on."""
    if text is None or text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " for sign in text).strip() or None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_jsonable)


def _jsonable(value: date | Decimal) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value:f}"
