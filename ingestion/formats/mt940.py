"""Reads SWIFT MT940 statements and MT942 intraday reports as banks really send them.

Data flow: bytes → text → tagged fields (`:61:` and the lines that go on with it) → statements.
An own reader: those at hand merge statements, drop lines or misread amounts without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    amount_beside,
    parse_amount,
    totals_warning,
)
from ingestion.formats.text import beginning, decode

# The tags of both messages: any other `:xx:` at the start of a line is text that a bank wrapped.
_TAG = re.compile(
    r"^:(NS|13D?|20|21|25P?|28C?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD])(?![0-9A-Z])[^\S\n]*:"
)
_LINE_MARKER = re.compile(r"^:61[^\S\n]*:", re.MULTILINE)
_END = re.compile(r"^-(\}.*)?$")
_WRAP = 65
_BALANCE = re.compile(
    r"^(?P<mark>RC|RD|C|D|0)?(?P<day>\d{6})?(?P<currency>[A-Z]{3})?(?P<amount>[\d.,]+)\s*$",
    re.ASCII,
)
_LINE = re.compile(
    r"^(?P<value>\d{6})(?P<entry>\d{4})?\s*(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?"
    r"(?P<amount>\d[\d.,]*?)(?P<rest>[A-Z].*)?$",
    re.DOTALL | re.ASCII,
)
_TYPE = re.compile(r"^(?P<type>[A-Z][A-Z0-9 ]{3}|[A-Z]{3})(?P<rest>.*)$", re.DOTALL)
# SWIFT's codes in `:61:` and `:86:`: the amount before it was changed, the charges.
_STATED = re.compile(r"/(?P<code>OCMT|CHGS)/(?P<currency>[A-Z]{3})(?P<amount>\d[\d.,]*)", re.ASCII)
_STRUCTURED = re.compile(r"^\d{3}(?P<mark>[?<+@])\d\d")


@dataclass
class _Draft:
    """A statement while its fields come in."""

    line_number: int
    reference: str
    account: str = ""
    sequence: str | None = None
    opening: tuple[Decimal, date | None, str | None] | None = None
    closing: tuple[Decimal, date | None, str | None] | None = None
    currency: str | None = None
    is_intraday: bool = False
    transactions: list[StatementTransaction] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    warnings: list[StatementWarning] = field(default_factory=list)
    takes_text: bool = False


def recognises(data: bytes) -> bool:
    """Whether the bytes hold a `:20:` and an account, balance or line field."""
    text = beginning(data)
    is_xml = text.lstrip("\ufeff \t\r\n").startswith("<")
    return not is_xml and re.search(r"(?m)^:(20|25|60[FM]|61):", text) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every statement of the file; FileRefused where a line would be lost."""
    decoded = decode(data)
    drafts: list[_Draft] = []
    for line_number, tag, content in _fields(decoded.text):
        if tag == "20":
            drafts.append(_Draft(line_number, content.strip()))
        elif drafts:
            _take(drafts[-1], tag, content, line_number)
        elif tag in ("60F", "60M", "61", "62F", "62M"):
            raise FileRefused("bank_no_statement", ":20:", line_number)
    if not drafts:
        raise FileRefused("bank_no_statement", ":20:")
    damage = (StatementWarning("bank_text_damaged", decoded.encoding),) * decoded.is_damaged
    statements = tuple(_finished(draft, damage) for draft in drafts)
    parsed = ParsedFile(decoded.encoding, statements)
    marked = len(_LINE_MARKER.findall(decoded.text))
    if marked != parsed.transaction_count:
        raise FileRefused("bank_lines_lost", f"{parsed.transaction_count} / {marked}")
    return parsed


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Every field: the line it begins on, its tag, its content with the lines that go on."""
    tag: str | None = None
    begun_on, content = 0, ""
    for line_number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        found = _TAG.match(line)
        if found or _END.match(line):
            if tag:
                yield begun_on, tag, content
            tag = found.group(1) if found else None
            begun_on, content = line_number, line[found.end() :] if found else ""
        elif tag:
            content += "\n" + line
    if tag:
        yield begun_on, tag, content


def _take(draft: _Draft, tag: str, content: str, line_number: int) -> None:
    """Put one field where it belongs in the statement."""
    match tag:
        case "25" | "25P":
            if draft.account and draft.account != content.strip():
                raise FileRefused("bank_statements_run_together", content.strip(), line_number)
            draft.account = content.strip()
        case "28" | "28C":
            draft.sequence = content.strip()
        case "34F" | "13" | "13D":
            draft.is_intraday = True
            found = re.match(r"[A-Z]{3}", content.strip()) if tag == "34F" else None
            draft.currency = draft.currency or (found.group() if found else None)
        case "60F" | "60M" | "60":
            opening = _balance(draft, content, line_number)
            # A page may go on where the last one closed; else the mark of a statement is lost.
            if draft.opening and (draft.closing or draft.opening)[0] != opening[0]:
                raise FileRefused("bank_statements_run_together", content.strip(), line_number)
            draft.opening = draft.opening or opening
        case "62F" | "62M" | "62":
            draft.closing = _balance(draft, content, line_number)
        case "90C" | "90D":
            draft.stated[tag] = content.strip()
        case "61":
            draft.transactions.append(_line(draft, content, line_number))
            draft.texts.append([])
        case "86" | "NS" if draft.takes_text:
            draft.texts[-1].append(content)
    # What stands before the first line or after the closing balance is about the statement.
    draft.takes_text = tag == "61" or (tag in ("86", "NS") and draft.takes_text)


def _balance(
    draft: _Draft, content: str, line_number: int
) -> tuple[Decimal, date | None, str | None]:
    first = content.strip().partition("\n")[0]
    found = _BALANCE.match(first)
    if not found:
        raise FileRefused("bank_balance_unreadable", first[:40], line_number)
    amount = parse_amount(found["amount"], line_number)
    day = _day(found["day"]) if found["day"] else None
    if found["day"] and day is None:
        draft.warnings.append(StatementWarning("bank_date_impossible", found["day"]))
    draft.currency = draft.currency or found["currency"]
    if found["currency"] and found["currency"] != draft.currency:
        raise FileRefused("bank_currency_changes", content.strip()[:40], line_number)
    # A debit reversed is money in: the sign of a balance is that of C and D alone.
    return (-amount if found["mark"] in ("D", "RC") else amount), day, found["currency"]


def _line(draft: _Draft, content: str, line_number: int) -> StatementTransaction:
    first, _, supplement = content.partition("\n")
    found = _LINE.match(first.rstrip())
    if not found:
        raise FileRefused("bank_line_unreadable", first[:60], line_number)
    valued_on = _day(found["value"])
    entered_on = _entry_day(found["entry"], valued_on, found["value"])
    for raw, day in ((found["value"], valued_on), (found["entry"], entered_on)):
        if raw and day is None:
            draft.warnings.append(StatementWarning("bank_date_impossible", raw))
    booked_on = entered_on or valued_on
    if booked_on is None:
        raise FileRefused("bank_line_unreadable", first[:60], line_number)
    amount = parse_amount(found["amount"], line_number)
    is_in = found["mark"] in ("C", "RD", "EC")
    type_code, reference, bank_reference = _references(found["rest"] or "")
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=valued_on,
        amount=amount if is_in else -amount,
        currency=None,
        reference=reference,
        bank_reference=bank_reference,
        remittance_text=supplement.replace("\n", "").strip() or None,
        type_code=type_code,
        is_reversal=found["mark"].startswith("R"),
        is_pending=found["mark"].startswith("E"),  # expected, in an intraday report
    )


def _references(rest: str) -> tuple[str | None, str | None, str | None]:
    found = _TYPE.match(rest)
    type_code, rest = (found["type"].strip(), found["rest"]) if found else (None, rest)
    reference, _, bank_reference = rest.partition("//")
    return type_code, reference.strip() or None, bank_reference.strip() or None


def _day(text: str) -> date | None:
    """YYMMDD; None where no calendar has it, as banks that count 30 days a month print."""
    year = int(text[:2])
    return _parsed(year + (1900 if year > 79 else 2000), text[2:])


def _entry_day(entry: str | None, valued_on: date | None, value: str) -> date | None:
    """MMDD in the year that brings it nearest to the value date: 31 December may be booked 0102."""
    if not entry:
        return None
    near = valued_on or _day(f"{value[:4]}01") or _day(f"{value[:2]}0701")
    years = (near.year - 1, near.year, near.year + 1) if near else ()
    days = [day for year in years if (day := _parsed(year, entry))]
    return min(days, key=lambda day: abs(day - near), default=None) if near else None


def _parsed(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None


def _totals_warnings(draft: _Draft) -> Iterator[StatementWarning]:
    """`:90C:` and `:90D:` state number and sum of one side of an intraday report."""
    for tag, sign in (("90C", 1), ("90D", -1)):
        found = re.match(r"(\d{1,5})[A-Z]{3}([\d.,]+)$", draft.stated.get(tag, ""), re.ASCII)
        if not found:
            continue
        count = sum(1 for line in draft.transactions if line.amount * sign > 0)
        if warning := totals_warning(parse_amount(found[2]), draft.transactions, sign):
            yield warning
        elif int(found[1]) != count:
            yield StatementWarning("bank_count_mismatch", f"{found[1]} / {count}")


def _finished(draft: _Draft, damage: tuple[StatementWarning, ...]) -> Statement:
    if not draft.account:
        raise FileRefused("bank_account_missing", draft.reference, draft.line_number)
    opening, closing = draft.opening, draft.closing
    currency = draft.currency
    is_intraday = draft.is_intraday and not opening
    return Statement(
        format="mt942" if is_intraday else "mt940",
        kind="intraday" if is_intraday else "statement",
        account_number=draft.account,
        currency=currency,
        statement_reference=draft.reference or None,
        sequence_number=draft.sequence,
        from_date=opening[1] if opening else None,
        to_date=closing[1] if closing else None,
        opening_balance=opening[0] if opening else None,
        opening_on=opening[1] if opening else None,
        closing_balance=closing[0] if closing else None,
        closing_on=closing[1] if closing else None,
        transactions=tuple(
            _described(line, currency, texts)
            for line, texts in zip(draft.transactions, draft.texts, strict=True)
        ),
        noted=(*damage, *draft.warnings, *_totals_warnings(draft)),
    )


def _described(
    line: StatementTransaction, currency: str | None, texts: list[str]
) -> StatementTransaction:
    """The line with its currency and `:86:`: structured parts in their places, the rest as text."""
    joined = _unwrapped("\n".join(texts))
    line = _with_stated(replace(line, currency=currency), f"{line.remittance_text or ''} {joined}")
    if not texts:
        return line
    found = _STRUCTURED.match(joined)
    if not found:
        text = joined.strip() or line.remittance_text
        return replace(line, remittance_text=text)
    parts: dict[str, str] = {}
    flat = "".join(text.replace("\n", "") for text in texts)
    for part in re.split(rf"{re.escape(found['mark'])}(?=\d\d)", flat)[1:]:
        parts[part[:2]] = parts.get(part[:2], "") + part[2:]
    purpose = "".join(parts[key] for key in sorted(parts) if key[0] == "2" or key[0] == "6")
    name = (parts.get("32", "") + parts.get("33", "")).strip()
    return replace(
        line,
        remittance_text=purpose.strip() or parts.get("00", "").strip() or None,
        counterparty_name=name or None,
        counterparty_account=parts.get("31", "").strip() or None,
    )


def _with_stated(line: StatementTransaction, text: str) -> StatementTransaction:
    """The line with the original amount that a text states, and the charges in its currency."""
    fees: list[Decimal] = []
    for found in _STATED.finditer(text):
        amount = amount_beside(found["amount"])
        if amount is None:
            continue
        if found["code"] == "CHGS":
            fees += [amount] if found["currency"] == line.currency else []
        elif line.original_amount is None:
            line = replace(line, original_amount=amount, original_currency=found["currency"])
    return replace(line, fee_amount=sum(fees, Decimal(0))) if fees else line


def _unwrapped(text: str) -> str:
    """Text wrapped at 65 characters breaks inside words; a shorter line ended by itself."""
    unwrapped = ""
    previous = ""
    for line in text.split("\n"):
        separator = "" if not previous or len(previous) >= _WRAP else " "
        unwrapped += separator + line
        previous = line
    return unwrapped


MT940 = StatementFormat("mt940", recognises, parse)
