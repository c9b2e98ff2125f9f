"""Reads OFX and QFX statements: version 1 (SGML, elements without end tags) and version 2 (XML).

Data flow: bytes → tags with the text behind them → statements of `STMTRS` and `CCSTMTRS`, one bank
line per `STMTTRN`. One reader for both: banks close elements in version 1 and forget to in 2.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ingestion.formats.records import day_of, decoded_with_damage
from ingestion.formats.statement import (
    EXACT_DECIMALS,
    MAX_DECIMALS,
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    UnreadLine,
    within_bounds,
)
from ingestion.formats.text import beginning

_BEGINNING = re.compile(
    r"\A\ufeff?\s*(?:OFXHEADER\s*:[^<]*)?(?:<\?(?:xml|OFX)\b[^>]*\?>\s*)*(?:<!--.*?-->\s*)*<OFX>",
    re.IGNORECASE | re.DOTALL,
)
# A mark `<` that begins no tag is text: some banks leave it as it is.
_TAG = re.compile(
    r"<(/?)([A-Za-z0-9_.]+)\s*(/?)>([^<]*(?:<(?!/?[A-Za-z0-9_.]+\s*/?>)[^<]*)*)", re.ASCII
)
# An amount has no mark between thousands; point or comma begins the decimals.
_AMOUNT = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", re.ASCII)
_NO_AMOUNT = re.compile(r"[.,\s]+")
_STATEMENTS = ("STMTRS", "CCSTMTRS")
_LINES = ("STMTTRN", "STMTTRNP")  # booked and pending
_MAX_DEPTH = 20  # of aggregates in one another: OFX needs no ten
_LISTS = ("BANKTRANLIST", "BANKTRANLISTP")
# What a statement or a line says once: twice means that the mark between two of them is lost.
_ONCE = frozenset((
    "CURDEF", "BANKACCTFROM/ACCTID", "CCACCTFROM/ACCTID", "LEDGERBAL/BALAMT",
    "TRNAMT", "DTPOSTED", "FITID",
))  # fmt: skip
# The aggregates that hold what is read here, and those whose elements have the same names.
_AGGREGATES = frozenset((
    "OFX", "BANKMSGSRSV1", "CREDITCARDMSGSRSV1", "STMTTRNRS", "CCSTMTTRNRS", "STMTRS", "CCSTMTRS",
    "BANKACCTFROM", "CCACCTFROM", "BANKTRANLIST", "STMTTRN", "LEDGERBAL", "AVAILBAL", "PAYEE",
    "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY", "STATUS", "BALLIST", "BAL",
    "SIGNONMSGSRSV1", "SONRS", "FI", "BANKTRANLISTP", "STMTTRNP", "IMAGEDATA",
))  # fmt: skip


@dataclass
class _Aggregate:
    """An aggregate while its elements come in: their texts by `BANKACCTFROM/ACCTID`."""

    name: str
    line_number: int
    texts: dict[str, str] = field(default_factory=dict)
    lines: list[_Aggregate] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """The text of the first of the elements that is there."""
        for name in names:
            if name in self.texts:
                return self.texts[name]
        return None


def recognises(data: bytes) -> bool:
    """Whether the header, if there is one, is followed by the element OFX."""
    return _BEGINNING.match(beginning(data, 5_000)) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every statement of the file; an aggregate that does not end refuses it."""
    decoded, damage = decoded_with_damage(data)
    # A DOCTYPE can make a reader open other files; this one does not, and no bank sends one.
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", decoded.text, re.IGNORECASE):
        raise FileRefused("bank_doctype_refused")
    text = _replaced(decoded.text, "<!--", "-->", lambda comment: "\n" * comment.count("\n"))
    text = _replaced(text, "<![CDATA[", "]]>", html.escape)
    statements = tuple(_statement(found, damage) for found in _statement_aggregates(text))
    if not statements:
        raise FileRefused("bank_no_statement", ", ".join(_STATEMENTS))
    parsed = ParsedFile(decoded.encoding, statements)
    marked = len(re.findall(r"<STMTTRNP?>", text, re.IGNORECASE))
    read = parsed.transaction_count + parsed.unread_count
    if marked != read:
        raise FileRefused("bank_lines_lost", f"{read} / {marked}")
    return parsed


def _replaced(text: str, begin: str, end: str, by: Callable[[str], str]) -> str:
    """The text with what stands between two marks put in their place, in one walk over it."""
    kept: list[str] = []
    place = 0
    while (start := text.find(begin, place)) >= 0:
        stop = text.find(end, start + len(begin))
        if stop < 0:
            raise FileRefused("bank_element_broken", begin, text.count("\n", 0, start) + 1)
        kept += (text[place:start], by(text[start + len(begin) : stop]))
        place = stop + len(end)
    return "".join((*kept, text[place:]))


def _statement_aggregates(text: str) -> Iterator[_Aggregate]:
    """The statements of a file, their elements and lines in them."""
    stack: list[str] = []
    statement: _Aggregate | None = None
    line: _Aggregate | None = None
    prefix = ""  # the aggregates between an element and the statement or line that it is of
    line_number, counted = 1, 0
    for found in _TAG.finditer(text):
        closes, name, is_empty, content = found.groups()
        name = name.upper()
        if name not in _AGGREGATES or is_empty:
            if not closes and (owner := line or statement) and (content := content.strip()):
                _put(owner, prefix + name, content)
            continue
        line_number += text.count("\n", counted, found.start())
        counted = found.start()
        if not closes:
            if len(stack) == _MAX_DEPTH:
                raise FileRefused("bank_element_broken", f"<{name}>", line_number)
            stack.append(name)
            if name in _STATEMENTS:
                statement = _Aggregate(name, line_number)
            elif name in _LINES:
                line = _Aggregate(name, line_number)
        else:
            _close(stack, name, line_number)
            if name in _LINES:
                if line and statement:
                    statement.lines.append(line)
                line = None
            elif name in _STATEMENTS and statement:
                yield statement
                statement = None
        prefix = _prefix(stack)
    if stack or not text.rstrip("\x00\x1a \t\r\n").upper().endswith("</OFX>"):
        raise FileRefused("bank_file_cut_off", f"</{stack[-1] if stack else 'OFX'}>", line_number)


def _prefix(stack: list[str]) -> str:
    """`LEDGERBAL/` inside that aggregate of a statement; lists of lines are no part of it."""
    inner: list[str] = []
    for name in reversed(stack):
        if name in _STATEMENTS or name in _LINES:
            break
        if name not in _LISTS:
            inner.insert(0, f"{name}/")
    return "".join(inner)


def _close(stack: list[str], name: str, line_number: int) -> None:
    """Leave an aggregate; the end of another one than the innermost means that a part is lost."""
    if not stack or stack[-1] != name:
        raise FileRefused("bank_element_broken", f"</{name}>", line_number)
    stack.pop()


def _put(owner: _Aggregate, name: str, content: str) -> None:
    """Keep an element's text, the first one where a name comes again."""
    if name not in owner.texts:
        owner.texts[name] = html.unescape(content) if "&" in content else content
    elif name in _ONCE:
        raise FileRefused("bank_element_broken", f"<{name}>", owner.line_number)


def _statement(found: _Aggregate, damage: tuple[StatementWarning, ...]) -> Statement:
    account = found.first("BANKACCTFROM/ACCTID", "CCACCTFROM/ACCTID")
    if not account:
        raise FileRefused("bank_account_missing", found.name, found.line_number)
    currency = found.first("CURDEF")
    unread = tuple(_unread(line) for line in found.lines if _is_blank(line))
    lines = tuple(_line(line, currency) for line in found.lines if not _is_blank(line))
    closing = _amount(found, "LEDGERBAL/BALAMT", "bank_balance_unreadable")
    days = {name: _day(found, name) for name in ("DTSTART", "DTEND", "LEDGERBAL/DTASOF")}
    impossible = (
        StatementWarning("bank_date_impossible", found.texts[name][:20])
        for name, day in days.items()
        if name in found.texts and day is None
    )
    return Statement(
        format="ofx",
        kind="statement",
        account_number=account,
        currency=currency,
        from_date=days["DTSTART"],
        to_date=days["DTEND"],
        closing_balance=closing,
        closing_on=days["LEDGERBAL/DTASOF"],
        transactions=lines,
        unread=unread,
        noted=(*damage, *impossible, *_rounding(lines)),
        owed_balances=frozenset({"closing"}),  # the format knows no opening balance
    )


def _is_blank(found: _Aggregate) -> bool:
    """Whether a line has the element of an amount and no digit in it, as Caixa's `SALDO DIA`."""
    text = found.texts.get("TRNAMT")
    return text is not None and _NO_AMOUNT.fullmatch(text) is not None


def _unread(found: _Aggregate) -> UnreadLine:
    return UnreadLine(
        code="bank_line_without_amount",
        line_number=found.line_number,
        column_name="amount",
        value=f"{found.texts['TRNAMT']} {found.first('MEMO', 'NAME') or ''}".strip(),
        text=" ".join(f"{name}={text}" for name, text in found.texts.items()),
    )


def _line(found: _Aggregate, currency: str | None) -> StatementTransaction:
    posted = "DTPOSTED" if found.name == "STMTTRN" else "DTTRAN"
    booked_on = _day(found, posted)
    if booked_on is None:
        stated = found.texts.get(posted, "") or posted
        raise FileRefused("bank_date_unreadable", stated[:40], found.line_number)
    if found.first("CORRECTACTION"):
        # It takes back or replaces a line of another file: no money of its own moves.
        raise FileRefused("bank_line_unreadable", "CORRECTACTION", found.line_number)
    amount = _amount(found, "TRNAMT", "bank_amount_unreadable")
    if amount is None:
        raise FileRefused("bank_amount_unreadable", "TRNAMT", found.line_number)
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=_day(found, "DTAVAIL"),
        amount=amount,
        currency=found.first("CURRENCY/CURSYM") or currency,
        counterparty_name=found.first("NAME", "PAYEE/NAME", "EXTDNAME"),
        counterparty_account=found.first("BANKACCTTO/ACCTID", "CCACCTTO/ACCTID"),
        reference=found.first("REFNUM"),
        bank_reference=found.first("FITID"),
        remittance_text=found.first("MEMO"),
        type_code=found.first("TRNTYPE"),
        is_pending=found.name == "STMTTRNP",
        document_number=found.first("CHECKNUM"),
        original_currency=found.first("ORIGCURRENCY/CURSYM"),
    )


def _amount(found: _Aggregate, name: str, code: str) -> Decimal | None:
    """The amount of an element, None where it is empty; anything else than one refuses the file."""
    text = found.texts.get(name)
    if text is None:
        return None
    if not _AMOUNT.fullmatch(text):
        raise FileRefused(code, text[:40], found.line_number)
    amount = Decimal(text.replace(",", "."))
    return within_bounds(amount, text, found.line_number, decimals=EXACT_DECIMALS)


def _day(found: _Aggregate, name: str) -> date | None:
    """The day of `20260131120000[-3:BRT]` as it is written: a time zone is not converted."""
    text = found.texts.get(name, "")[:8]
    return day_of(text, "ymd") if len(text) == 8 else None


def _rounding(lines: tuple[StatementTransaction, ...]) -> Iterator[StatementWarning]:
    """Investment accounts pay parts of cents; what comes after the fourth decimal is not kept."""
    finer = next(
        (one.amount for one in lines if one.amount != round(one.amount, MAX_DECIMALS)), None
    )
    if finer is not None:
        yield StatementWarning("bank_decimals_rounded", f"{finer:f}")


OFX = StatementFormat("ofx", recognises, parse)
