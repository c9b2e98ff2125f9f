"""Reads CNAB 240, the files of Brazilian banks (FEBRABAN): statements and collection returns.

Data flow: bytes → records of 240 columns (0 file, 1 lot, 3 details, 5 and 9 their ends) → one
statement per lot. A statement lot holds segments E; a lot of collection returns pairs of T (the
title) and U (what was paid on it). Amounts are cents of a real.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ingestion.formats.records import (
    Record,
    count_warning,
    day_of,
    decoded_with_damage,
    first_lines,
    noted,
    records,
    sum_warning,
)
from ingestion.formats.statement import (
    ZERO,
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
)

_WIDTH = 240
_DECIMALS = 2
_CURRENCY = "BRL"
_SIGNS = {"C": 1, "D": -1}
_RECOGNISED = re.compile(r"\A\s*[0-9]{3}00000[^\n]{100,232}\s*\n[0-9]{7}1", re.ASCII)
_STATEMENT_LOT, _COLLECTION_LOT = "E04", "T01"  # operation and service
_FURTHER_SEGMENTS = "Y"  # on the payer of a title: nothing of it is money


@dataclass(frozen=True)
class _TitleColumns:
    """Where segment T holds what a title is."""

    bank_reference: tuple[int, int]  # "nosso número"
    document_number: tuple[int, int]
    due_on: int
    face_amount: int
    company_reference: tuple[int, int]
    tax_id: tuple[int, int]
    name: tuple[int, int]


_FEBRABAN = _TitleColumns((37, 57), (58, 73), 73, 81, (105, 130), (133, 148), (148, 188))
# Santander's number and branch are shorter: what follows stands four, then five columns earlier.
_TITLES = {"033": _TitleColumns((40, 53), (54, 69), 69, 77, (100, 125), (128, 143), (143, 183))}
_AT_SIGHT = ("11111111", "99999999")  # due when it is shown; no day


@dataclass
class _Lot:
    """A lot while its records come in."""

    header: Record
    count: int = 1
    details: list[Record] = field(default_factory=list)
    warnings: list[StatementWarning] = field(default_factory=list)

    @property
    def is_collection(self) -> bool:
        """Whether it tells of titles and not of an account."""
        return self.header.text[8:11] == _COLLECTION_LOT


def recognises(data: bytes) -> bool:
    """Whether a file header of lot 0000 is followed by a lot header."""
    return _RECOGNISED.match(first_lines(data, 2_000)) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every lot of the file; one without its end records was cut off and is refused."""
    decoded, damage = decoded_with_damage(data)
    statements: list[Statement] = []
    lot: _Lot | None = None
    end: Record | None = None
    count = 0
    for record in records(decoded.text, _WIDTH):
        count += 1
        match record.text[7], lot:
            case "0", None if count == 1:
                continue
            case "1", None if end is None:
                lot = _lot(record)
            case "3", _Lot():
                lot.count += 1
                lot.details.append(_in_lot(record, lot))
            case "5", _Lot():
                statements.append(_statement(lot, _in_lot(record, lot), damage))
                lot = None
            case "9", None if end is None:
                end = record
            case "1" | "9", _Lot():
                raise FileRefused("bank_file_cut_off", "5", record.line_number)
            case _:
                raise record.refused("bank_line_unreadable")
    if end is None:
        raise FileRefused("bank_file_cut_off", "9", count)
    if not statements:
        raise FileRefused("bank_no_statement", "1", end.line_number)
    ends = noted(
        count_warning(end.number(17, 23), len(statements)),
        count_warning(end.number(23, 29), count),
    )
    statements[-1] = replace(statements[-1], noted=(*statements[-1].noted, *ends))
    return ParsedFile(decoded.encoding, tuple(statements))


def _lot(record: Record) -> _Lot:
    """A lot of a service that tells of money in; another one would be lost without a word."""
    service = record.text[8:11]
    if service not in (_STATEMENT_LOT, _COLLECTION_LOT):
        raise FileRefused("bank_lot_unread", service, record.line_number)
    return _Lot(record)


def _in_lot(record: Record, lot: _Lot) -> Record:
    if record.text[:7] != lot.header.text[:7]:
        raise FileRefused("bank_statements_run_together", record.text[:7], record.line_number)
    return record


def _signed(record: Record, column: int) -> Decimal:
    """Eighteen digits and the mark behind them."""
    sign = _SIGNS.get(record.text[column + 18])
    if sign is None:
        raise FileRefused("bank_sign_unreadable", record.text[column + 18], record.line_number)
    return sign * record.amount(column, column + 18, _DECIMALS)


def _day(record: Record, column: int, lot: _Lot) -> date | None:
    """A day of eight digits; zeros and blanks are none, an impossible one is told."""
    text = record.cut(column, column + 8)
    day = day_of(text, "dmy")
    if day is None and text.strip("0"):
        lot.warnings.append(StatementWarning("bank_date_impossible", text))
    return day


def _statement(lot: _Lot, end: Record, damage: tuple[StatementWarning, ...]) -> Statement:
    statement = _collection(lot, end) if lot.is_collection else _account_statement(lot, end)
    counted = count_warning(
        end.number(17, 23) if lot.is_collection else end.number(170, 176), lot.count + 1
    )
    return replace(statement, noted=(*damage, *lot.warnings, *statement.noted, *noted(counted)))


def _account_statement(lot: _Lot, end: Record) -> Statement:
    header = lot.header
    account = header.text[52:72].strip()
    if not account:
        raise FileRefused("bank_account_missing", "1", header.line_number)
    if end.text[52:72].strip() != account:
        raise FileRefused("bank_statements_run_together", end.cut(52, 72), end.line_number)
    lines = tuple(_line(record, lot) for record in lot.details)
    out = sum((-line.amount for line in lines if line.amount < 0), ZERO)
    money_in = sum((line.amount for line in lines if line.amount > 0), ZERO)
    return Statement(
        format="cnab240",
        kind="statement",
        account_number=account,
        currency=header.cut(170, 173) or _CURRENCY,
        sequence_number=header.cut_or_none(173, 178),
        from_date=_day(header, 142, lot),
        to_date=_day(end, 142, lot),
        opening_balance=_signed(header, 150),
        opening_on=day_of(header.text[142:150], "dmy"),
        closing_balance=_signed(end, 150),
        closing_on=day_of(end.text[142:150], "dmy"),
        transactions=lines,
        noted=noted(
            sum_warning(end.amount(176, 194, _DECIMALS), out),
            sum_warning(end.amount(194, 212, _DECIMALS), money_in),
        ),
    )


def _line(record: Record, lot: _Lot) -> StatementTransaction:
    if record.text[13] != "E":
        raise record.refused("bank_line_unreadable")
    booked_on, valued_on = _day(record, 142, lot), _day(record, 134, lot)
    if booked_on is None:
        raise FileRefused("bank_date_unreadable", record.cut(142, 150), record.line_number)
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=valued_on,
        amount=_signed(record, 150),
        currency=lot.header.cut(170, 173) or _CURRENCY,
        reference=record.cut_or_none(201, 240),
        remittance_text=record.cut_or_none(176, 201),
        type_code=f"{record.text[169:172]}/{record.text[172:176]}",  # FEBRABAN's / the bank's
    )


def _collection(lot: _Lot, end: Record) -> Statement:
    account = lot.header.text[53:73].strip()
    if not account:
        raise FileRefused("bank_account_missing", "1", lot.header.line_number)
    lines = tuple(_titles(lot))
    return Statement(
        format="cnab240",
        kind="collection",
        account_number=account,
        currency=_CURRENCY,
        created_on=day_of(lot.header.text[191:199], "dmy"),
        transactions=lines,
        noted=_title_warnings(end, lines),
    )


def _titles(lot: _Lot) -> Iterator[StatementTransaction]:
    """One line for each pair of T and U, of which neither may be without the other."""
    title: Record | None = None
    for record in lot.details:
        segment = record.text[13]
        if segment == "T" and title is None:
            title = record
        elif segment == "U" and title:
            yield _title(title, record, lot)
            title = None
        elif segment not in _FURTHER_SEGMENTS or title:
            raise record.refused("bank_line_unreadable")
    if title:
        raise title.refused("bank_line_unreadable")


def _title(title: Record, paid: Record, lot: _Lot) -> StatementTransaction:
    if title.text[15:17] != paid.text[15:17]:
        raise paid.refused("bank_line_unreadable")
    booked_on = _day(paid, 137, lot)
    if booked_on is None:
        raise FileRefused("bank_date_unreadable", paid.cut(137, 145), paid.line_number)
    columns = _TITLES.get(title.text[:3], _FEBRABAN)
    amount = paid.amount(77, 92, _DECIMALS)
    face = columns.face_amount
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=_day(paid, 145, lot),
        amount=amount,
        currency=_CURRENCY,
        counterparty_name=title.cut_or_none(*columns.name),
        counterparty_tax_id=title.cut(*columns.tax_id).lstrip("0") or None,
        reference=title.stated(*columns.company_reference),
        bank_reference=title.stated(*columns.bank_reference),
        document_number=title.stated(*columns.document_number),
        type_code=title.text[15:17],
        is_pending=not amount,  # a title that was entered, changed or protested: nothing was paid
        face_amount=title.amount(face, face + 15, _DECIMALS),
        due_on=_due_on(title, columns.due_on),
    )


def _due_on(title: Record, column: int) -> date | None:
    """The due date; what is none tells that a bank has moved the columns, the amount's with it."""
    text = title.cut(column, column + 8)
    day = day_of(text, "dmy")
    if day is None and text.strip("0") and text not in _AT_SIGHT:
        raise FileRefused("bank_date_unreadable", text, title.line_number)
    return day


def _title_warnings(
    end: Record, lines: tuple[StatementTransaction, ...]
) -> tuple[StatementWarning, ...]:
    """The end counts and adds up titles in four portfolios; many banks fill them with zeros."""
    parts = [(end.cut(start, start + 6), start + 6) for start in (23, 46, 69, 92)]
    stated = [(int(count), start) for count, start in parts if count.strip("0")]
    if not stated:
        return ()
    total = sum((end.amount(start, start + 17, _DECIMALS) for _, start in stated), ZERO)
    face = sum((line.face_amount or ZERO for line in lines), ZERO)
    return noted(
        count_warning(sum(count for count, _ in stated), len(lines)), sum_warning(total, face)
    )


CNAB240 = StatementFormat("cnab240", recognises, parse)
