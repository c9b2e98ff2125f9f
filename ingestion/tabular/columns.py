"""What a table of text is: its file, columns, what each holds, its key.

Sources declare their tables with these as data; the reader and the checks know no source.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and so how its text is read."""

    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    AMOUNT = "amount"  # money in the row's currency, at most 4 decimals
    PRICE = "price"  # a unit price, at most 8 decimals
    QUANTITY = "quantity"  # at most 8 decimals
    PERCENT = "percent"  # 15 means 15 %, at most 8 decimals
    RATE = "rate"  # a fraction, kept to 16 decimals
    POSITIVE_RATE = "positive_rate"  # an exchange rate or index value, above zero
    DAY_OF_MONTH = "day_of_month"  # 1 to 31
    CURRENCY = "currency"  # an ISO 4217 code
    PERIOD = "period"  # an ISO 8601 duration of whole years, months, weeks or days
    TIMESTAMP = "timestamp"  # a moment in UTC, ISO 8601
    DIGITS = "digits"  # a whole number kept as text, leading zeros and all


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and whether it may be empty."""

    name: str
    kind: Kind
    is_nullable: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: the path of its file without extension, key, columns, and the span they state.

    A row whose span ends before it begins is set aside.
    """

    path: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    span: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """The raw table's name: `crm/accounts` becomes `crm_accounts`."""
        return self.path.replace("/", "_")

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        return next(column for column in self.columns if column.name == name)


def _column(text: str) -> Column:
    """Read `name:kind?=a|b`: `?` may be empty, `=a|b` the values allowed."""
    definition, _, allowed = text.partition("=")
    name, _, kind = definition.partition(":")
    return Column(
        name=name,
        kind=Kind(kind.rstrip("?") or "text"),
        is_nullable=definition.endswith("?"),
        allowed=tuple(allowed.split("|")) if allowed else (),
    )


def declare_table(path: str, key: str, columns: str, span: tuple[str, str] | None = None) -> Table:
    """A table from its path, its key's columns and its columns as `name:kind?=a|b`."""
    return Table(path, tuple(key.split()), tuple(_column(text) for text in columns.split()), span)
