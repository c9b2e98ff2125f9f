"""What every statement file is read into, and what every reader of one keeps to.

Data flow: bytes of a file → `ParsedFile` of statements with their lines, or `FileRefused`.
Readers are pure: no files, no clock. Warnings and refusals are codes of the catalogue with values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


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


@dataclass(frozen=True)
class StatementDetail:
    """One payment inside a batch booking; the bank books the batch, not its parts."""

    amount: Decimal | None
    currency: str | None
    counterparty_name: str | None
    counterparty_account: str | None
    end_to_end_id: str | None
    remittance_text: str | None


@dataclass(frozen=True)
class StatementTransaction:
    """One booked line; its amount is signed as the account holder sees it, money in positive."""

    booked_on: date
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


@dataclass(frozen=True)
class Statement:
    """One statement, report or notification of one account."""

    kind: str  # statement, intraday, notification
    account_number: str
    currency: str | None
    statement_reference: str | None = None
    sequence_number: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    opening_balance: Decimal | None = None
    opening_on: date | None = None
    closing_balance: Decimal | None = None
    closing_on: date | None = None
    transactions: tuple[StatementTransaction, ...] = ()
    warnings: tuple[StatementWarning, ...] = ()

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

    def checked(self) -> Statement:
        """The statement with a warning where opening + lines is not closing, or no closing is."""
        if self.balance_difference:
            warning = StatementWarning("bank_balance_mismatch", f"{self.balance_difference:f}")
        elif (
            self.kind == "statement"
            and self.opening_balance is not None
            and (self.closing_balance is None)
        ):
            warning = StatementWarning("bank_closing_missing")
        else:
            return self
        return replace(self, warnings=(*self.warnings, warning))


@dataclass(frozen=True)
class ParsedFile:
    """A file as it was read: its format, the encoding used, its statements."""

    format: str
    encoding: str
    statements: tuple[Statement, ...]
    lines_read: int = field(default=0)


@dataclass(frozen=True)
class StatementFormat:
    """One format: how its files are known by content, and how they are read."""

    name: str
    recognises: Callable[[bytes], bool]
    parse: Callable[[bytes], ParsedFile]


def parse_amount(text: str, line_number: int | None = None) -> Decimal:
    """`1.234,56`, `1,234.56`, `800,` or `12.50`: the last mark that stands alone is the decimal."""
    digits = text.strip()
    comma, point = digits.rfind(","), digits.rfind(".")
    mark = max(comma, point)
    whole, fraction = (digits[:mark], digits[mark + 1 :]) if mark >= 0 else (digits, "")
    plain = whole.replace(",", "").replace(".", "")
    if not (plain.lstrip("+-") + fraction).isdigit() or not (plain + fraction).isascii():
        raise FileRefused("bank_amount_unreadable", text, line_number)
    if mark >= 0 and digits.count(digits[mark]) > 1:
        raise FileRefused("bank_amount_unreadable", text, line_number)
    return Decimal(f"{plain or '0'}.{fraction or '0'}")


def with_repeats_marked(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, the second of two equal ones with a warning: banks send some twice."""
    seen: set[Statement] = set()
    marked = []
    for statement in statements:
        is_repeated = bool(statement.transactions) and statement in seen
        seen.add(statement)
        if is_repeated:
            warning = StatementWarning("bank_statement_twice", statement.sequence_number or "")
            statement = replace(statement, warnings=(*statement.warnings, warning))
        marked.append(statement)
    return tuple(marked)
