"""Reads CNAB 400 returns: what a Brazilian bank says of the titles that it collects.

Data flow: bytes → records of 400 columns (0 header, 1 or 7 a title, 9 end) → one statement of kind
collection. The amount is what was paid, `face_amount` the title's. Columns that banks fill in
their own way are read for the banks named here only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingestion.formats.records import (
    Record,
    count_warning,
    day_of,
    decoded_with_damage,
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
from ingestion.formats.text import beginning

_WIDTH = 400
_DECIMALS = 2
_CURRENCY = "BRL"
_RECOGNISED = re.compile(r"\A\s*02RETORNO[0-9]{2}COBRANCA", re.ASCII)


@dataclass(frozen=True)
class _Columns:
    """Where a bank writes what the common layout leaves to it."""

    bank_reference: tuple[int, int] | None = None  # "nosso número"
    company_reference: tuple[int, int] | None = None
    credited_on: tuple[int, int] | None = None
    control: int | None = None  # in the end record: eight digits of titles, fourteen of their sum


_UNKNOWN = _Columns()
_BANKS = {
    "001": _Columns((63, 80), (38, 63), (175, 181)),
    "033": _Columns((62, 70), (37, 62), (295, 301)),
    "237": _Columns((70, 82), (37, 62), (295, 301)),
    "341": _Columns((62, 70), (37, 62), (295, 301), control=212),
}


def recognises(data: bytes) -> bool:
    """Whether the first record is the header of a collection return."""
    return _RECOGNISED.match(beginning(data, 500)) is not None


def parse(data: bytes) -> ParsedFile:
    """Read the titles of a return; one without its end record was cut off and is refused."""
    decoded, damage = decoded_with_damage(data)
    header, *titles = records(decoded.text, _WIDTH, slack=1)
    if not titles or titles[-1].text[0] != "9":
        raise FileRefused("bank_file_cut_off", "9", (titles or [header])[-1].line_number)
    end = titles.pop()
    warnings = list(damage)
    lines = tuple(_line(record, header, warnings) for record in titles)
    for record in (header, *titles, end):
        if len(record.text.rstrip()) > _WIDTH:
            warnings.append(StatementWarning("bank_line_too_long", str(record.line_number)))
    warnings += _number_warnings((header, *titles, end))
    control = _BANKS.get(header.text[76:79], _UNKNOWN).control
    warnings += _end_warnings(end, control, lines)
    account = header.text[26:46].strip()
    if not account:
        raise FileRefused("bank_account_missing", "0", header.line_number)
    statement = Statement(
        format="cnab400",
        kind="collection",
        account_number=account,
        currency=_CURRENCY,
        created_on=day_of(header.text[94:100], "dmy"),
        transactions=lines,
        noted=tuple(warnings),
    )
    return ParsedFile(decoded.encoding, (statement,))


def _columns(header: Record, record: Record) -> _Columns:
    """The bank's own columns; Banco do Brasil has them in its records 7 alone."""
    bank = header.text[76:79]
    is_known = bank != "001" or record.text[0] == "7"
    return _BANKS.get(bank, _UNKNOWN) if is_known else _UNKNOWN


def _line(record: Record, header: Record, warnings: list[StatementWarning]) -> StatementTransaction:
    if record.text[0] not in "17":
        raise record.refused("bank_line_unreadable")
    columns = _columns(header, record)
    booked_on = day_of(record.text[110:116], "dmy")
    if booked_on is None:
        raise FileRefused("bank_date_unreadable", record.text[110:116], record.line_number)
    amount = record.amount(253, 266, _DECIMALS)
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=_day(record, columns.credited_on, warnings),
        amount=amount,
        currency=_CURRENCY,
        reference=_text(record, columns.company_reference),
        bank_reference=_text(record, columns.bank_reference),
        document_number=record.stated(116, 126),
        type_code=record.text[108:110],
        is_pending=not amount,  # a title that was entered, changed or protested: nothing was paid
        face_amount=record.amount(152, 165, _DECIMALS),
        due_on=_day(record, (146, 152), warnings),
    )


def _text(record: Record, place: tuple[int, int] | None) -> str | None:
    return record.stated(*place) if place else None


def _day(
    record: Record, place: tuple[int, int] | None, warnings: list[StatementWarning]
) -> date | None:
    """A day of six digits; zeros and blanks are none, an impossible one is told."""
    text = record.cut(*place) if place else ""
    day = day_of(text, "dmy")
    if day is None and text.strip("0"):
        warnings.append(StatementWarning("bank_date_impossible", text))
    return day


def _number_warnings(found: Iterable[Record]) -> tuple[StatementWarning, ...]:
    """Every record bears its number in the file: where one is not the next, some are missing."""
    for place, record in enumerate(found, start=1):
        size = max(len(record.text.rstrip()), _WIDTH)
        if wrong := count_warning(record.number(size - 6, size), place):
            return (wrong,)
    return ()


def _end_warnings(
    end: Record, control: int | None, lines: tuple[StatementTransaction, ...]
) -> tuple[StatementWarning, ...]:
    """Other banks tell at the end what they hold for the company, and not what the file holds."""
    if control is None:
        return ()
    face = sum((line.face_amount or ZERO for line in lines), ZERO)
    return noted(
        count_warning(end.number(control, control + 8), len(lines)),
        sum_warning(end.amount(control + 8, control + 22, _DECIMALS), face),
    )


CNAB400 = StatementFormat("cnab400", recognises, parse)
