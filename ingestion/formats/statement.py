"""What every statement file is read into, and what every reader of one keeps to.

Data flow: bytes of a file → `ParsedFile` of statements with their lines, or `FileRefused`.
Readers are pure: no files, no clock. Warnings and refusals are codes of the catalogue with values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
_AMOUNT = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+(?=,|$)|[0-9]{1,3}(?:,[0-9]{3})+(?=\.|$))"
    r"(?:[.,](?P<fraction>[0-9]*))?"
)
MAX_AMOUNT = Decimal(10) ** 14
MAX_DECIMALS = 4  # no currency of ISO 4217 has more
EXACT_DECIMALS = 14  # with the 14 digits before them, a sum of 28 digits is still exact


@dataclass(frozen=True)
class StatementWarning:
    """Something about a statement that a person should know; its lines are loaded all the same."""

    code: str
    value: str = ""


class FileRefused(Exception):
    """A file that cannot be trusted as a whole: its code, the value and the line it stands on."""

    def __init__(self, code: str, value: str = "", line_number: int | None = None) -> None:
        super().__init__(code, value, line_number)
        self.code = code
        self.value = value
        self.line_number = line_number


@dataclass(frozen=True, slots=True)
class StatementDetail:
    """One payment inside a batch booking; the bank books the batch, not its parts."""

    amount: Decimal | None
    currency: str | None
    counterparty_name: str | None
    counterparty_account: str | None
    counterparty_tax_id: str | None
    end_to_end_id: str | None
    remittance_text: str | None


@dataclass(frozen=True, slots=True)
class StatementTransaction:
    """One booked line; its amount is signed as the account holder sees it, money in positive."""

    booked_on: date | None  # None where a notification states no date at all
    valued_on: date | None
    amount: Decimal
    currency: str | None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    counterparty_tax_id: str | None = None
    reference: str | None = None
    bank_reference: str | None = None
    end_to_end_id: str | None = None
    remittance_text: str | None = None
    type_code: str | None = None
    is_reversal: bool = False
    is_pending: bool = False
    details: tuple[StatementDetail, ...] = ()
    document_number: str | None = None  # a cheque, a voucher, a title: what the payer sees
    face_amount: Decimal | None = None  # of a collected title; the amount is what was paid on it
    due_on: date | None = None  # of a collected title
    # What was instructed, before the bank took its fee or changed it into the account's currency.
    original_amount: Decimal | None = None
    original_currency: str | None = None
    fee_amount: Decimal | None = None  # what the bank kept of it, in the line's currency


@dataclass(frozen=True)
class UnreadLine:
    """A line that is none of money, for it states no amount: it is set aside and told."""

    code: str
    line_number: int  # where it begins in the file
    column_name: str
    value: str
    text: str | None  # what it says for the rest


@dataclass(frozen=True)
class Statement:
    """One statement, report or notification of one account."""

    format: str  # mt940, mt942, camt.052, ofx, bai2, fintoc, …, a profile of tables
    kind: str  # statement, intraday, notification, collection, movements, processor
    account_number: str
    currency: str | None
    statement_reference: str | None = None
    sequence_number: str | None = None
    created_on: date | None = None
    from_date: date | None = None
    to_date: date | None = None
    opening_balance: Decimal | None = None
    opening_on: date | None = None
    closing_balance: Decimal | None = None
    closing_on: date | None = None
    transactions: tuple[StatementTransaction, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    noted: tuple[StatementWarning, ...] = ()
    # The balances that the format makes a bank state: OFX knows no opening one, BAI2 needs neither.
    owed_balances: frozenset[str] = frozenset({"opening", "closing"})
    member: str | None = None  # of a zip, where it stands in one

    @property
    def credit_total(self) -> Decimal:
        """Sum of money in."""
        return sum((line.amount for line in self.transactions if line.amount > 0), start=ZERO)

    @property
    def debit_total(self) -> Decimal:
        """Sum of money out: zero or negative."""
        return sum((line.amount for line in self.transactions if line.amount < 0), start=ZERO)

    @property
    def balance_difference(self) -> Decimal | None:
        """Closing − opening − booked lines; None where the file does not state both balances."""
        if self.opening_balance is None or self.closing_balance is None:
            return None
        booked = sum((line.amount for line in self.transactions if not line.is_pending), start=ZERO)
        return self.closing_balance - self.opening_balance - booked

    @property
    def warnings(self) -> tuple[StatementWarning, ...]:
        """What its balances say about lines that are not there, and what the reader noted."""
        if self.balance_difference:
            code, value = "bank_balance_mismatch", f"{self.balance_difference.normalize():f}"
        elif self.kind == "statement" and (missing := self._missing_balances):
            code, value = missing, self.sequence_number or self.account_number
        else:
            return self.noted
        return (StatementWarning(code, value), *self.noted)

    @property
    def _missing_balances(self) -> str | None:
        """The code for balances that are owed and not stated; None where nothing is missing."""
        stated = {"opening": self.opening_balance, "closing": self.closing_balance}
        missing = {name for name in self.owed_balances if stated[name] is None}
        if len(missing) == 2:
            # An empty statement needs none, but MT940 must state both.
            is_owed = self.transactions or self.format == "mt940"
            return "bank_balances_missing" if is_owed else None
        if not missing:
            return None
        return "bank_opening_missing" if "opening" in missing else "bank_closing_missing"


@dataclass(frozen=True)
class ParsedFile:
    """A file as it was read: the encoding used and its statements."""

    encoding: str
    statements: tuple[Statement, ...]
    noted: tuple[StatementWarning, ...] = ()  # of the file, where no statement can say it

    @property
    def transaction_count(self) -> int:
        """Lines of all its statements."""
        return sum(len(statement.transactions) for statement in self.statements)

    @property
    def unread_count(self) -> int:
        """Lines of all its statements that state no amount."""
        return sum(len(statement.unread) for statement in self.statements)


@dataclass(frozen=True)
class StatementFormat:
    """One format: how its files are known by content, and how they are read."""

    name: str
    recognises: Callable[[bytes], bool]
    parse: Callable[[bytes], ParsedFile]


def within_bounds(
    amount: Decimal, text: str, line_number: int | None = None, decimals: int = MAX_DECIMALS
) -> Decimal:
    """The amount; one that no account holds and no sum keeps exactly refuses the file."""
    if abs(amount) >= MAX_AMOUNT or amount != round(amount, decimals):
        raise FileRefused("bank_amount_out_of_bounds", text[:40], line_number)
    return amount


def parse_amount(text: str, line_number: int | None = None) -> Decimal:
    """`1.234,56`, `1,234.56`, `800,` or `12.50`: the last mark that stands alone is the decimal."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        raise FileRefused("bank_amount_unreadable", text, line_number)
    whole = re.sub(r"[.,]", "", found["whole"])
    amount = Decimal(f"{whole}.{found['fraction']}" if found["fraction"] else whole)
    return within_bounds(amount, text, line_number)


def amount_beside(text: str) -> Decimal | None:
    """An amount that a bank states beside the line's own; None where it cannot be read or held."""
    try:
        return parse_amount(text)
    except FileRefused:
        return None


def totals_warning(
    stated: Decimal, lines: Iterable[StatementTransaction], sign: int
) -> StatementWarning | None:
    """A warning where the sum that the file states for one side is not that of its lines."""
    read = sum((line.amount for line in lines if line.amount * sign > 0), start=ZERO)
    if abs(stated) == abs(read):
        return None
    return StatementWarning("bank_totals_mismatch", f"{stated:f} / {abs(read):f}")


def with_repeats_marked(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, the second of two equal ones with a warning: banks send some twice."""
    seen: set[Statement] = set()
    marked = []
    for statement in statements:
        # Sent again it has a new reference and the same balances; without these, the reference
        # is all that tells two equal notifications apart.
        reference = statement.statement_reference if statement.balance_difference is None else None
        bare = replace(
            statement,
            statement_reference=reference,
            created_on=None,
            unread=(),
            noted=(),
            member=None,
        )
        is_repeated = bool(statement.transactions) and bare in seen
        seen.add(bare)
        if is_repeated:
            warning = StatementWarning(
                "bank_statement_twice", statement.sequence_number or statement.account_number
            )
            statement = replace(statement, noted=(*statement.noted, warning))
        marked.append(statement)
    return tuple(marked)
