"""Reads the CSV exports of banks, one declared profile for each layout.

Data flow: bytes → rows by the profile's columns → one statement per account and currency, its
balances from the running balance. Profiles are known by their header, and only by it.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    within_bounds,
)
from ingestion.formats.text import decode

_AMOUNT = re.compile(r"^[+-]?\d+(\.\d+)?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class CsvProfile:
    """One bank's layout: its header names our columns in the order that the bank prints them."""

    name: str
    delimiter: str
    header: tuple[str, ...]


GENERIC = CsvProfile(
    name="generic",
    delimiter=";",
    header=(
        "account_number", "currency", "booked_on", "valued_on", "amount", "balance",
        "counterparty_name", "counterparty_tax_id", "reference", "description",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Row:
    line_number: int
    account_number: str
    currency: str
    balance: Decimal | None
    transaction: StatementTransaction


def recognises(data: bytes, profile: CsvProfile = GENERIC) -> bool:
    """Whether the first line is the profile's header."""
    first = decode(data[:1000]).text.lstrip().splitlines()
    return bool(first) and _cells(first[0], profile) == profile.header


def parse(data: bytes, profile: CsvProfile = GENERIC) -> ParsedFile:
    """Read every row of the file; a row that cannot be read refuses it."""
    decoded = decode(data)
    accounts: dict[tuple[str, str], list[_Row]] = {}
    for row in _rows(decoded.text, profile):
        accounts.setdefault((row.account_number, row.currency), []).append(row)
    if not accounts:
        raise FileRefused("bank_no_statement", profile.name)
    damage = (StatementWarning("bank_text_damaged", decoded.encoding),) * decoded.is_damaged
    statements = tuple(_statement(rows, damage) for rows in accounts.values())
    return ParsedFile(decoded.encoding, statements)


def _cells(line: str, profile: CsvProfile) -> tuple[str, ...]:
    return tuple(cell.strip().strip('"') for cell in line.split(profile.delimiter))


def _rows(text: str, profile: CsvProfile) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=profile.delimiter)
    try:
        next(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(profile.header):
                raise FileRefused(
                    "bank_line_unreadable", profile.delimiter.join(cells)[:60], reader.line_num
                )
            named = dict(zip(profile.header, (cell.strip() for cell in cells), strict=True))
            yield _row(named, reader.line_num)
    except csv.Error as error:
        raise FileRefused("bank_line_unreadable", str(error)[:60], reader.line_num) from error


def _row(cells: dict[str, str], line_number: int) -> _Row:
    for name in ("account_number", "currency"):
        if not cells[name]:
            raise FileRefused("bank_line_unreadable", name, line_number)
    booked_on = _day(cells["booked_on"], line_number)
    return _Row(
        line_number,
        cells["account_number"],
        cells["currency"],
        _amount(cells["balance"], line_number) if cells["balance"] else None,
        StatementTransaction(
            booked_on=booked_on,
            valued_on=_day(cells["valued_on"], line_number) if cells["valued_on"] else None,
            amount=_amount(cells["amount"], line_number),
            currency=cells["currency"],
            counterparty_name=cells["counterparty_name"] or None,
            counterparty_tax_id=cells["counterparty_tax_id"] or None,
            reference=cells["reference"] or None,
            remittance_text=cells["description"] or None,
        ),
    )


def _day(text: str, line_number: int) -> date:
    try:
        if _DAY.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise FileRefused("bank_date_unreadable", text, line_number)


def _amount(text: str, line_number: int) -> Decimal:
    if not _AMOUNT.match(text) or not text.isascii():
        raise FileRefused("bank_amount_unreadable", text, line_number)
    return within_bounds(Decimal(text), text, line_number)


def _statement(rows: list[_Row], noted: tuple[StatementWarning, ...]) -> Statement:
    first, last = rows[0], rows[-1]
    days = [row.transaction.booked_on for row in rows if row.transaction.booked_on]
    opening = None if first.balance is None else first.balance - first.transaction.amount
    broken = [
        StatementWarning("bank_running_balance_broken", f"{row.line_number}: {row.balance:f}")
        for before, row in itertools.pairwise(rows)
        if before.balance is not None
        and row.balance is not None
        and before.balance + row.transaction.amount != row.balance
    ]
    return Statement(
        format="statement_csv",
        kind="statement",
        account_number=first.account_number,
        currency=first.currency,
        from_date=min(days),
        to_date=max(days),
        opening_balance=opening,
        opening_on=min(days),
        closing_balance=last.balance,
        closing_on=max(days),
        transactions=tuple(row.transaction for row in rows),
        noted=(*noted, *broken),
    )


GENERIC_CSV = StatementFormat("statement_csv", recognises, parse)
