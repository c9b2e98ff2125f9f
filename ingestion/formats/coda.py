"""Reads CODA, the coded statements of the Belgian banks (Febelfin), versions 1 and 2.

Data flow: bytes → records of 128 columns (0 header, 1 old balance, 2 movement, 3 information,
4 message, 8 new balance, 9 sums) → statements. A globalised movement is one line, its parts
(detail number above 0) stand in its details. Amounts have three decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    StatementDetail,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
)

_WIDTH = 128
_DECIMALS = 3
_SIGNS = {"0": 1, "1": -1}
_NO_DAY = "000000"
# Every family of transactions keeps these two codes for a cancellation or correction.
_REVERSALS = ("49", "99")
_RECOGNISED = re.compile(r"\A\s*00000[0-9]{6}[0-9]{3}05[D ].*\n1[0-3]", re.ASCII)
_PERSON = "001"  # a structured information: name and address of the other party


@dataclass
class _Movement:
    """A movement or a part of one while its records come in."""

    record: Record
    texts: list[str]
    customer_reference: str | None = None
    account: str | None = None
    name: str | None = None
    information: list[str] = field(default_factory=list)
    is_informed_of_person: bool = False

    @property
    def communication(self) -> str | None:
        """Its text over all its records."""
        return "".join(self.texts).strip() or None


@dataclass
class _Draft:
    """A statement while its records come in."""

    header: Record
    opening: Record
    closing: Record | None = None
    count: int = 1
    movements: list[_Movement] = field(default_factory=list)
    warnings: list[StatementWarning] = field(default_factory=list)


def recognises(data: bytes) -> bool:
    """Whether a header of application 05 is followed by an old balance."""
    return _RECOGNISED.match(first_lines(data, 2_000)) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every statement of the file; one without its end records was cut off and is refused."""
    decoded, damage = decoded_with_damage(data)
    statements = tuple(
        _statement(draft, end, damage) for draft, end in _drafts(records(decoded.text, _WIDTH))
    )
    return ParsedFile(decoded.encoding, statements)


def _drafts(found: Iterator[Record]) -> Iterator[tuple[_Draft, Record]]:
    """Each statement's records, and the record 9 that closes them."""
    header: Record | None = None
    draft: _Draft | None = None
    last = 0
    for record in found:
        last = record.line_number
        kind = record.text[0]
        if kind == "0" and header is None:
            header = record
        elif kind == "1" and header and draft is None:
            draft = _Draft(header, record)
        elif kind == "9" and draft:
            yield draft, record
            header = draft = None
        elif draft and not (kind in "123" and draft.closing):
            _take(draft, record)
        else:
            # Without its header or its old balance a statement would be read into another one.
            raise record.refused("bank_line_unreadable")
    if header or draft:
        raise FileRefused("bank_file_cut_off", "9", last)


def _take(draft: _Draft, record: Record) -> None:
    draft.count += 1
    match record.text[:2]:
        case "21":
            draft.movements.append(_Movement(record, [record.text[62:115].rstrip()]))
        case "22":
            movement = _movement(draft, record)
            movement.texts.append(record.text[10:63].rstrip())
            movement.customer_reference = record.cut_or_none(63, 98)
        case "23":
            movement = _movement(draft, record)
            movement.texts.append(record.text[82:125].rstrip())
            movement.account = record.cut_or_none(10, 44)
            movement.name = record.cut_or_none(47, 82)
        case "31" | "32" | "33":
            _inform(draft, record)
        case text if text[0] == "4":  # a message of the bank to whom it may concern
            return
        case text if text[0] == "8" and draft.closing is None:
            draft.closing = record
        case _:
            raise record.refused("bank_line_unreadable")


def _movement(draft: _Draft, record: Record) -> _Movement:
    """The movement that a record goes on with: the last one, and of the same number."""
    if not draft.movements or draft.movements[-1].record.text[2:10] != record.text[2:10]:
        raise record.refused("bank_line_unreadable")
    return draft.movements[-1]


def _inform(draft: _Draft, record: Record) -> None:
    """Information on a movement: its text, or who the other party is; addresses are not kept."""
    movement = draft.movements[-1] if draft.movements else None
    if movement is None or movement.record.text[2:6] != record.text[2:6]:
        raise record.refused("bank_line_unreadable")
    if record.text[1] != "1":
        text = record.text[10:115] if record.text[1] == "2" else record.text[10:100]
        if not movement.is_informed_of_person:
            movement.information.append(text)
        return
    text = record.text[40:113]
    movement.is_informed_of_person = record.text[39] == "1" and text.startswith(_PERSON)
    if movement.is_informed_of_person:
        movement.name = movement.name or text[3:].strip() or None
    else:
        movement.information.append(text)


def _signed(record: Record, column: int) -> Decimal:
    """A mark and the fifteen digits behind it."""
    sign = _SIGNS.get(record.text[column])
    if sign is None:
        raise FileRefused("bank_sign_unreadable", record.text[column], record.line_number)
    return sign * record.amount(column + 1, column + 16, _DECIMALS)


def _account(text: str) -> tuple[str, str | None]:
    """Number and currency of the 37 columns after the mark of an account's structure."""
    structure, columns = text[0], text[1:]
    if structure == "0":  # a Belgian number of twelve digits
        return columns[:12].strip(), columns[13:16].strip() or None
    return columns[:34].strip(), columns[34:37].strip() or None


def _statement(draft: _Draft, end: Record, damage: tuple[StatementWarning, ...]) -> Statement:
    if draft.closing is None:
        raise FileRefused("bank_file_cut_off", "8", end.line_number)
    opening, closing = draft.opening, draft.closing
    number, currency = _account(opening.text[1] + opening.text[5:42])
    if not number:
        raise FileRefused("bank_account_missing", opening.cut(2, 5), opening.line_number)
    closing_account = _account(opening.text[1] + closing.text[4:41])
    if closing_account[1] != currency:
        raise FileRefused("bank_currency_changes", closing.cut(4, 41), closing.line_number)
    lines = tuple(_lines(draft, currency))
    changed = StatementWarning("bank_account_changes", f"{number} / {closing_account[0]}")
    return Statement(
        format="coda",
        kind="statement",
        account_number=number,
        currency=currency,
        statement_reference=draft.header.cut_or_none(24, 34),
        sequence_number=opening.cut_or_none(2, 5),
        created_on=day_of(draft.header.text[5:11], "dmy"),
        from_date=day_of(opening.text[58:64], "dmy"),
        to_date=day_of(closing.text[57:63], "dmy"),
        opening_balance=_signed(opening, 42),
        opening_on=day_of(opening.text[58:64], "dmy"),
        closing_balance=_signed(closing, 41),
        closing_on=day_of(closing.text[57:63], "dmy"),
        transactions=lines,
        noted=(
            *damage,
            *((changed,) if closing_account[0] != number else ()),
            *draft.warnings,
            *_end_warnings(draft, end, lines),
        ),
    )


def _lines(draft: _Draft, currency: str | None) -> Iterator[StatementTransaction]:
    """One line for each movement, its parts as details."""
    parts: list[_Movement] = []
    for movement in draft.movements:
        is_part = movement.record.text[6:10] != "0000"
        if is_part and (not parts or movement.record.text[2:6] != parts[0].record.text[2:6]):
            raise movement.record.refused("bank_line_unreadable")
        if parts and not is_part:
            yield _line(draft, parts, currency)
            parts = []
        parts.append(movement)
    if parts:
        yield _line(draft, parts, currency)


def _line(draft: _Draft, parts: list[_Movement], currency: str | None) -> StatementTransaction:
    movement = parts[0]
    record = movement.record
    texts = record.text[115:121], record.text[47:53]
    days = [day_of(text, "dmy") for text in texts]
    draft.warnings += (
        StatementWarning("bank_date_impossible", text)
        for text, day in zip(texts, days, strict=True)
        if day is None and text != _NO_DAY
    )
    if not (days[0] or days[1]):
        raise FileRefused("bank_date_unreadable", texts[0], record.line_number)
    type_code = record.text[53:61]
    return StatementTransaction(
        booked_on=days[0] or days[1],
        valued_on=days[1],
        amount=_signed(record, 31),
        currency=currency,
        counterparty_name=movement.name,
        counterparty_account=movement.account,
        reference=movement.customer_reference,
        bank_reference=record.cut_or_none(10, 31),
        remittance_text=movement.communication,
        type_code=type_code,
        is_reversal=type_code[3:5] in _REVERSALS,
        details=(
            *(_detail(part, currency) for part in parts[1:]),
            *(_information(part) for part in parts if part.information),
        ),
    )


def _information(movement: _Movement) -> StatementDetail:
    """A text on a movement: what it says is no payment and has no amount."""
    text = " ".join("".join(movement.information).split())  # wrapped inside words
    return StatementDetail(None, None, None, None, None, None, text or None)


def _detail(movement: _Movement, currency: str | None) -> StatementDetail:
    return StatementDetail(
        amount=_signed(movement.record, 31),
        currency=currency,
        counterparty_name=movement.name,
        counterparty_account=movement.account,
        counterparty_tax_id=None,
        end_to_end_id=movement.customer_reference,
        remittance_text=movement.communication,
    )


def _end_warnings(
    draft: _Draft, end: Record, lines: tuple[StatementTransaction, ...]
) -> tuple[StatementWarning, ...]:
    """Record 9 counts the records 1 to 8 and adds up both sides."""
    out = sum((-line.amount for line in lines if line.amount < 0), ZERO)
    money_in = sum((line.amount for line in lines if line.amount > 0), ZERO)
    return noted(
        count_warning(end.number(16, 22), draft.count),
        sum_warning(end.amount(22, 37, _DECIMALS), out),
        sum_warning(end.amount(37, 52, _DECIMALS), money_in),
    )


CODA = StatementFormat("coda", recognises, parse)
