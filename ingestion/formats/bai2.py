"""Reads balance and transaction reports in BAI2, the cash management format of US banks.

Data flow: bytes → records (01 file, 02 group, 03 account, 16 line, 88 continuation, 49, 98 and 99
their ends) → one statement per account of a group. Amounts count the currency's smallest unit;
the sign is the type code's: 100–399 money in, 400–699 money out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ingestion.formats.bai2_records import (
    Bai2Record,
    field_at,
    funds_size,
    line_fields,
    read_records,
    whole_number,
)
from ingestion.formats.minor_units import from_minor
from ingestion.formats.records import (
    count_warning,
    day_of,
    decoded_with_damage,
    first_lines,
    noted,
)
from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    within_bounds,
)

_HEADER = re.compile(r"\A\s*01,[^,\n]*,[^,\n]*,[0-9]{6},[0-9]{0,4},[^,\n]*,\d*,\d*,2 */?", re.ASCII)
_GROUP = re.compile(r"(?:^|/)[ \t]*02,", re.MULTILINE)
_OPENING, _CLOSING = "010", "015"  # ledger balances
_NO_MONEY = "890"  # a line that only informs
_UPDATE, _CORRECTION = "1", "3"
_INTERIM = ("1", "3")


@dataclass
class _Account:
    """An account while its records come in; the sum is of every amount as it is written."""

    number: str
    currency: str | None
    line_number: int
    balances: dict[str, Decimal] = field(default_factory=dict)
    control: int = 0
    records: int = 0
    lines: list[StatementTransaction] = field(default_factory=list)
    warnings: list[StatementWarning] = field(default_factory=list)


@dataclass
class _Group:
    """A group of accounts of one bank and day; its ends state sums over its accounts."""

    as_of: date
    currency: str | None
    is_interim: bool
    created_on: date | None
    statements: list[Statement] = field(default_factory=list)
    control: int = 0
    records: int = 1


def recognises(data: bytes) -> bool:
    """Whether a file header of version 2 is followed by a group."""
    text = first_lines(data, 20_000)
    return _HEADER.match(text) is not None and _GROUP.search(text) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every account of the file; one without its end records was cut off and is refused."""
    decoded, damage = decoded_with_damage(data)
    found, joined_on = read_records(decoded.text)
    if joined_on:
        damage = (*damage, StatementWarning("bank_records_joined", str(joined_on)))
    statements = tuple(
        replace(statement, noted=(*damage, *statement.noted)) for statement in _file(found)
    )
    if not statements:
        raise FileRefused("bank_no_statement", "03")
    return ParsedFile(decoded.encoding, statements)


def _file(found: list[Bai2Record]) -> list[Statement]:
    statements: list[Statement] = []
    group: _Group | None = None
    account: _Account | None = None
    is_open = False
    sums, groups, total = 0, 0, 0
    for record in found:
        total += len(record.parts)
        match record.code:
            case "01" if not is_open:
                is_open, created_on = True, day_of(field_at(record, 2), "ymd")
                sums, groups, total = 0, 0, len(record.parts)
            case "02" if is_open and group is None:
                group = _group(record, created_on)
            case "03" if group and account is None:
                account = _account(record, group)
            case "16" if account and group:
                _take_line(account, record, group)
            case "49" if account and group:
                group.statements.append(_statement(account, record, group))
                account = None
            case "98" if group and account is None:
                statements += _ended_group(group, record)
                sums, groups, group = sums + group.control, groups + 1, None
            case "99" if is_open and group is None:
                ends = _end_warnings(record, sums, (groups, total))
                statements[-1:] = [
                    replace(one, noted=(*one.noted, *ends)) for one in statements[-1:]
                ]
                is_open = False
            case _:
                missing = "49" if account else "98" if group else "99"
                raise _out_of_place(record, missing if is_open else None)
    if is_open:
        raise FileRefused("bank_file_cut_off", "99", found[-1].line_number)
    return statements


def _out_of_place(record: Bai2Record, missing: str | None) -> FileRefused:
    """A record that comes before the end of what is open says which end is missing."""
    if missing and record.code in ("01", "02", "03", "98", "99"):
        return FileRefused("bank_file_cut_off", missing, record.line_number)
    text = f"{record.code},{record.parts[0]}"
    return FileRefused("bank_line_unreadable", text[:60], record.line_number)


def _group(record: Bai2Record, created_on: date | None) -> _Group:
    status = field_at(record, 2)
    if status not in (_UPDATE, _CORRECTION):  # 2 takes a group back, 4 is a test
        raise FileRefused("bank_group_not_booked", status, record.line_number)
    as_of = day_of(field_at(record, 3), "ymd")
    if as_of is None:
        raise FileRefused("bank_date_unreadable", field_at(record, 3), record.line_number)
    return _Group(
        as_of=as_of,
        currency=field_at(record, 5) or None,
        is_interim=field_at(record, 6) in _INTERIM,
        created_on=created_on,
        records=len(record.parts),
    )


def _account(record: Bai2Record, group: _Group) -> _Account:
    fields = record.fields
    currency = (fields[1] if len(fields) > 1 else "") or group.currency
    if not fields[0]:
        raise FileRefused("bank_account_missing", "03", record.line_number)
    account = _Account(fields[0], currency, record.line_number, records=len(record.parts))
    index = 2
    while index + 1 < len(fields):
        code, text = fields[index], fields[index + 1]
        if text and not code:
            raise FileRefused("bank_line_unreadable", f"03,{fields[0]},,{text}", record.line_number)
        if text:  # a bank with nothing to say leaves a balance out, its commas stay
            value = whole_number(text, record.line_number)
            account.control += value
            amount = _money(value, currency, text, record.line_number)
            account.balances.setdefault(code, amount)
        index += 3  # type, amount, number of items
        index += funds_size(fields, index, record.line_number)
    return account


def _take_line(account: _Account, record: Bai2Record, group: _Group) -> None:
    fields, texts = line_fields(record)
    account.records += len(record.parts)
    code, text = fields[0], fields[1] if len(fields) > 1 else ""
    value = 0 if code == _NO_MONEY and not text else whole_number(text, record.line_number)
    account.control += value
    if text.startswith("-"):
        raise FileRefused("bank_amount_unreadable", text, record.line_number)
    start = 2 + funds_size(fields, 2, record.line_number)
    funds = fields[2] if len(fields) > 2 else ""
    valued = fields[3] if funds == "V" and len(fields) > 3 else ""
    valued_on = day_of(valued, "ymd")
    if valued and valued_on is None:
        account.warnings.append(StatementWarning("bank_date_impossible", valued))
    references = [*fields[start : start + 2], "", ""]
    amount = _money(value, account.currency, text, record.line_number)
    account.lines.append(
        StatementTransaction(
            booked_on=group.as_of,
            valued_on=valued_on,
            amount=_sign(code, amount, record.line_number) * amount,
            currency=account.currency,
            reference=references[1] or None,
            bank_reference=references[0] or None,
            remittance_text="\n".join(text for text in texts if text) or None,
            type_code=code,
        )
    )


def _sign(code: str, amount: Decimal, line_number: int) -> int:
    if code.isascii() and code.isdigit() and len(code) == 3:
        if 100 <= int(code) <= 399:
            return 1
        if 400 <= int(code) <= 699:
            return -1
    if code == _NO_MONEY and not amount:
        return 1
    raise FileRefused("bank_sign_unreadable", code, line_number)


def _money(value: int, currency: str | None, text: str, line_number: int) -> Decimal:
    return within_bounds(from_minor(value, currency or ""), text, line_number)


def _statement(account: _Account, end: Bai2Record, group: _Group) -> Statement:
    account.records += len(end.parts)
    group.records += account.records
    group.control += account.control
    return Statement(
        format="bai2",
        kind="intraday" if group.is_interim else "statement",
        account_number=account.number,
        currency=account.currency,
        created_on=group.created_on,
        from_date=group.as_of,
        to_date=group.as_of,
        opening_balance=account.balances.get(_OPENING),
        opening_on=group.as_of if _OPENING in account.balances else None,
        closing_balance=account.balances.get(_CLOSING),
        closing_on=group.as_of if _CLOSING in account.balances else None,
        transactions=tuple(account.lines),
        noted=(*account.warnings, *_end_warnings(end, account.control, (account.records,))),
        owed_balances=frozenset(),  # its ends prove that it is whole
    )


def _ended_group(group: _Group, end: Bai2Record) -> list[Statement]:
    group.records += len(end.parts)
    ends = _end_warnings(end, group.control, (len(group.statements), group.records))
    last = group.statements[-1:]
    return [*group.statements[:-1], *(replace(one, noted=(*one.noted, *ends)) for one in last)]


def _end_warnings(
    end: Bai2Record, control: int, counts: tuple[int, ...]
) -> tuple[StatementWarning, ...]:
    """An end states the sum of all amounts of what it ends, then numbers; blanks state nothing."""
    stated_sum, *stated_counts = [*end.fields, "", ""][: 1 + len(counts)]
    wrong_sum = None
    if stated_sum and whole_number(stated_sum, end.line_number) != control:
        wrong_sum = StatementWarning("bank_totals_mismatch", f"{int(stated_sum)} / {control}")
    counted = (
        count_warning(whole_number(stated, end.line_number), read)
        for stated, read in zip(stated_counts, counts, strict=True)
        if stated
    )
    return noted(wrong_sum, *counted)


BAI2 = StatementFormat("bai2", recognises, parse)
