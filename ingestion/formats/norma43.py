"""Reads statements of the Spanish banks' Norma 43 (AEB, CSB43).

Data flow: bytes → records of 80 columns (11 account, 22 line, 23 its texts, 24 its amount before
conversion, 33 sums and closing balance, 88 number of records) → statements.
Amounts have two decimals whatever the currency, as the norm says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
)
from ingestion.formats.statement import (
    ZERO,
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    totals_warning,
)

_WIDTH = 80
_DECIMALS = 2
_SIGNS = {"1": -1, "2": 1}  # debe, haber
_HEADER = re.compile(r"\A\s*(?:00.*\s+)?11[0-9]{30}[0-9][0-9]{14}[0-9A-Z]{3}[0-9 ]", re.ASCII)
_FURTHER = re.compile(r"^(?:22[0-9 ]{4}[0-9]{16}|33[0-9]{18}|88)", re.MULTILINE | re.ASCII)
# The numbers of ISO 4217 that Norma 43 writes; another one stays as it is and is told further on.
_CURRENCIES = {
    "032": "ARS", "036": "AUD", "068": "BOB", "124": "CAD", "152": "CLP", "156": "CNY",
    "170": "COP", "188": "CRC", "203": "CZK", "208": "DKK", "214": "DOP", "320": "GTQ",
    "340": "HNL", "344": "HKD", "348": "HUF", "356": "INR", "376": "ILS", "392": "JPY",
    "410": "KRW", "484": "MXN", "504": "MAD", "554": "NZD", "558": "NIO", "578": "NOK",
    "590": "PAB", "600": "PYG", "604": "PEN", "643": "RUB", "702": "SGD", "710": "ZAR",
    "724": "ESP", "752": "SEK", "756": "CHF", "764": "THB", "784": "AED", "826": "GBP",
    "840": "USD", "858": "UYU", "937": "VEF", "949": "TRY", "975": "BGN", "978": "EUR",
    "985": "PLN", "986": "BRL",
}  # fmt: skip


@dataclass
class _Line:
    """A line while its texts and its amount before conversion come in."""

    record: Record
    texts: list[str] = field(default_factory=list)
    original: Record | None = None


@dataclass
class _Draft:
    """An account while its records come in."""

    header: Record
    lines: list[_Line] = field(default_factory=list)
    warnings: list[StatementWarning] = field(default_factory=list)


def recognises(data: bytes) -> bool:
    """Whether the first record opens an account and a further one is a line or an end."""
    text = first_lines(data, 20_000)
    return _HEADER.match(text) is not None and _FURTHER.search(text) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every account of the file; one without its end records was cut off and is refused."""
    decoded, damage = decoded_with_damage(data)
    found = list(records(decoded.text, _WIDTH))
    end = found[-1]
    if not end.text.startswith("88"):
        raise FileRefused("bank_file_cut_off", "88", end.line_number)
    warning = count_warning(end.number(20, 26), len(found) - 1)
    statements = list(_statements(found[:-1], damage))
    if not statements:
        raise FileRefused("bank_no_statement", "11")
    statements[-1] = replace(statements[-1], noted=(*statements[-1].noted, *noted(warning)))
    return ParsedFile(decoded.encoding, tuple(statements))


def _statements(
    found: Iterable[Record], damage: tuple[StatementWarning, ...]
) -> Iterator[Statement]:
    draft: _Draft | None = None
    for record in found:
        match record.text[:2], draft:
            case "00", None:
                continue
            case "11", None:
                draft = _Draft(record)
            case (("22" | "23" | "24"), _Draft()):
                _take(draft, record)
            case "33", _Draft():
                yield _finished(draft, record, damage)
                draft = None
            case "11", _Draft():
                raise FileRefused("bank_file_cut_off", "33", record.line_number)
            case _:
                raise record.refused("bank_line_unreadable")
    if draft:
        raise FileRefused("bank_file_cut_off", "33", draft.header.line_number)


def _take(draft: _Draft, record: Record) -> None:
    """Put a line, its text or its amount before conversion where it belongs."""
    if record.text.startswith("22"):
        draft.lines.append(_Line(record))
    elif not draft.lines:
        raise record.refused("bank_line_unreadable")
    elif record.text.startswith("23"):
        text = f"{record.text[4:42].rstrip()} {record.text[42:80].rstrip()}"
        draft.lines[-1].texts.append(text)
    else:
        draft.lines[-1].original = record


def _line(draft: _Draft, line: _Line) -> StatementTransaction:
    record, original = line.record, line.original
    days: list[date | None] = []
    for text in (record.text[10:16], record.text[16:22]):
        days.append(day_of(text, "ymd"))
        if days[-1] is None and text.strip("0 "):
            draft.warnings.append(StatementWarning("bank_date_impossible", text))
    booked_on = days[0] or days[1]
    if booked_on is None:
        raise FileRefused("bank_date_unreadable", record.text[10:22], record.line_number)
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=days[1],
        amount=_signed(record, 27),
        currency=_currency(draft.header.text[47:50]),
        reference=record.stated(52, 64),
        bank_reference=record.stated(64, 80),
        remittance_text="\n".join(line.texts).strip() or None,
        type_code=f"{record.text[22:24]}/{record.text[24:27]}",  # the norm's concept / the bank's
        document_number=record.stated(42, 52),
        original_amount=original.amount(7, 21, _DECIMALS) if original else None,
        original_currency=_currency(original.text[4:7]) if original else None,
    )


def _signed(record: Record, column: int) -> Decimal:
    """A mark and the fourteen digits behind it."""
    sign = _SIGNS.get(record.text[column])
    if sign is None:
        raise FileRefused("bank_sign_unreadable", record.text[column], record.line_number)
    return sign * record.amount(column + 1, column + 15, _DECIMALS)


def _currency(text: str) -> str | None:
    return _CURRENCIES.get(text, text.strip() or None)


def _finished(draft: _Draft, end: Record, damage: tuple[StatementWarning, ...]) -> Statement:
    header = draft.header
    if end.text[2:20] != header.text[2:20]:
        raise FileRefused("bank_statements_run_together", end.text[2:20], end.line_number)
    if end.text[73:76] != header.text[47:50]:
        raise FileRefused("bank_currency_changes", end.text[73:76], end.line_number)
    opening = _signed(header, 32)
    lines = tuple(_line(draft, line) for line in draft.lines)
    closing, sign_warning = _closing(end, opening + sum((one.amount for one in lines), ZERO))
    period = day_of(header.text[20:26], "ymd"), day_of(header.text[26:32], "ymd")
    return Statement(
        format="norma43",
        kind="statement",
        account_number=header.text[2:20],
        currency=_currency(header.text[47:50]),
        from_date=period[0],
        to_date=period[1],
        opening_balance=opening,
        opening_on=period[0],
        closing_balance=closing,
        closing_on=period[1],
        transactions=lines,
        noted=(*damage, *sign_warning, *draft.warnings, *_end_warnings(end, lines)),
    )


def _closing(end: Record, expected: Decimal) -> tuple[Decimal, tuple[StatementWarning, ...]]:
    """The closing balance; banks have sent 0 as its mark, and then the lines must give the sign."""
    if end.text[58] in _SIGNS:
        return _signed(end, 58), ()
    amount = end.amount(59, 73, _DECIMALS)
    if abs(expected) != amount:
        raise FileRefused("bank_sign_unreadable", end.text[58], end.line_number)
    return expected, (StatementWarning("bank_balance_sign_unknown", end.text[58]),)


def _end_warnings(
    end: Record, lines: tuple[StatementTransaction, ...]
) -> tuple[StatementWarning, ...]:
    """Number and sum of both sides; a line over nothing stands on the side of the bank's choice."""
    debits, credits = (sum(1 for line in lines if line.amount * sign > 0) for sign in (-1, 1))
    zeros = len(lines) - debits - credits
    stated = end.number(20, 25), end.number(39, 44)
    counted = count_warning(sum(stated), len(lines))
    if not counted and not (debits <= stated[0] <= debits + zeros):
        counted = count_warning(stated[0], debits)
    return noted(
        counted,
        totals_warning(end.amount(25, 39, _DECIMALS), lines, -1),
        totals_warning(end.amount(44, 58, _DECIMALS), lines, 1),
    )


NORMA43 = StatementFormat("norma43", recognises, parse)
