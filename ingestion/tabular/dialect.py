"""How a firm's exports are written, as `dialects.yml` in the folder of its tables declares it.

Data flow: bytes of `dialects.yml` → a `Dialect` for each table → canonical text of a value.
Nothing is guessed: what does not fit what is declared is set aside. Without a declaration a table
is UTF-8 with a decimal point and ISO days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ingestion.contracts import SourceUnreadable
from ingestion.files import content_of, refusal_of
from ingestion.formats import declared
from ingestion.formats.cells import ORDERS, Period, amount_reader, day_of, normalised
from ingestion.formats.statement import FileRefused
from ingestion.tabular.columns import Kind, Table

FILE_NAMES = ("dialects.yml", "dialects.yaml")

# Latin-1 is read as Windows-1252: they differ in signs that no text uses.
_ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "cp850": "cp850",
}
_NUMBERS = {
    Kind.INTEGER, Kind.AMOUNT, Kind.PRICE, Kind.QUANTITY, Kind.PERCENT, Kind.RATE,
    Kind.POSITIVE_RATE,
}  # fmt: skip
_TOTALS = ("total", "totals", "totales", "subtotal", "subtotales", "gran total", "suma", "sum")
# More than any column keeps: what is too fine, the column's own check says.
_DECIMALS = 30
_YEARS = (1990, 2100)


@dataclass(frozen=True)
class Dialect:
    """How one table's files are written."""

    encoding: str = "utf-8"
    delimiter: str | None = None  # that of the header, where nobody says it
    decimal_mark: str = "."
    thousands: tuple[str, ...] = ()
    dates: str | None = None  # order of day, month and year; ISO days are read in any case
    year: int | None = None  # of days that are written without, `DM`
    columns: Mapping[str, str] = field(default_factory=dict)  # our name: theirs, as compared
    foot: tuple[str, ...] = _TOTALS  # how rows begin that sum up the others
    is_declared: bool = False

    @property
    def codec(self) -> str:
        """The encoding as Python calls it."""
        return _ENCODINGS[self.encoding]

    def renamed(self, header: list[str]) -> list[str]:
        """The header with our names for the columns that are declared under theirs."""
        ours = {theirs: name for name, theirs in self.columns.items()}
        return [ours.get(normalised(name), name) for name in header]

    def reader(self, kind: Kind) -> Callable[[str], str | None] | None:
        """What turns a text of this kind into a canonical one, or None where it does not fit."""
        if kind in _NUMBERS and (self.decimal_mark, self.thousands) != (".", ()):
            return self._number
        if kind is Kind.DATE and self.dates:
            return partial(_day, order=self.dates, year=self.year)
        return None

    def _number(self, text: str) -> str | None:
        """`1.234,50` as `1234.50`; a sign of a currency would say more than the column knows."""
        if any(sign.isalpha() or sign in "$€£¥" for sign in text):
            return None
        amount = amount_reader(self.decimal_mark, self.thousands, _DECIMALS)(text)
        return None if amount is None else f"{amount:f}"


PLAIN = Dialect()


def _day(text: str, order: str, year: int | None) -> str | None:
    period = Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    is_iso = text[:4].isdigit() and text[4:5] == "-"
    found = day_of(text, "YMD" if is_iso else order, period)
    return found.isoformat() if found else None


def read_dialects(location: Path | None, tables: Iterable[Table]) -> dict[str, Dialect]:
    """The dialect of every table by path; SourceUnreadable where the declaration is wrong."""
    tables = tuple(tables)
    for name in FILE_NAMES if location else ():
        assert location is not None
        if (path := location / name).is_file():
            try:
                data = content_of(
                    path, too_large="dialect_unreadable", unreadable="file_unreadable"
                )
                return _declared(data, tables)
            except FileRefused as refused:
                code = _CODES.get(refused.code, refused.code)
                problem = replace(refusal_of(refused, name), code=code)
                raise SourceUnreadable(problem) from refused
    return {table.path: PLAIN for table in tables}


def _declared(data: bytes, tables: tuple[Table, ...]) -> dict[str, Dialect]:
    by_path = {table.path: table for table in tables}
    keys = declared.checked(
        declared.read_mapping(data),
        {"default": _settings("default", _SHARED), "tables": _tables(by_path)},
    )
    default = keys.get("default", {})
    own = keys.get("tables", {})
    return {path: _dialect(path, {**default, **own.get(path, {})}) for path in by_path}


def _dialect(path: str, settings: dict[str, Any]) -> Dialect:
    """One table's dialect, where its settings do not contradict each other."""
    dialect = replace(PLAIN, **settings, is_declared=True)
    if dialect.decimal_mark in dialect.thousands:
        raise declared.wrong_value(f"{path}: thousands", dialect.decimal_mark, "≠ decimal_mark")
    if dialect.delimiter and dialect.delimiter == dialect.decimal_mark == ",":
        raise declared.wrong_value(f"{path}: delimiter", ",", "≠ decimal_mark")
    if dialect.dates == "DM" and dialect.year is None:
        raise FileRefused("bank_profile_key_missing", f"{path}: dates: DM + year")
    return dialect


def _tables(by_path: Mapping[str, Table]) -> declared.Check:
    def check(key: str, value: object) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict):
            raise declared.wrong_value(key, value, "{…}")
        for path in value:
            if path not in by_path:
                raise declared.wrong_value(key, path, ", ".join(by_path))
        return {
            path: _settings(f"{key}: {path}", {**_SHARED, "columns": _columns(by_path[path])})(
                key, settings
            )
            for path, settings in value.items()
        }

    return check


def _settings(place: str, checks: Mapping[str, declared.Check]) -> declared.Check:
    def check(_key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise declared.wrong_value(place, value, "{…}")
        return declared.checked(value, checks, f"{place}: ")

    return check


def _columns(table: Table) -> declared.Check:
    """Our names for the table's columns, each with theirs; no two of them the same."""

    def check(key: str, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            raise declared.wrong_value(key, value, "{…}")
        ours = [column.name for column in table.columns]
        for name in value:
            if name not in ours:
                raise declared.wrong_value(key, name, ", ".join(ours))
        theirs = {name: declared.name(f"{key}: {name}", one) for name, one in value.items()}
        for name, one in theirs.items():
            if list(theirs.values()).count(one) > 1:
                raise declared.wrong_value(f"{key}: {name}", value[name], "≠")
        return theirs

    return check


def _foot(key: str, value: object) -> tuple[str, ...]:
    return (*_TOTALS, *declared.several(declared.name)(key, value))


_SHARED: Mapping[str, declared.Check] = {
    "encoding": declared.one_of(*_ENCODINGS),
    "delimiter": declared.one_of(";", ",", "\t", "|"),
    "decimal_mark": declared.one_of(".", ","),
    "thousands": declared.several(declared.one_of(".", ",", " ", "'", "’")),
    "dates": declared.one_of(*ORDERS),
    "year": declared.count(*_YEARS),
    "foot": _foot,
}
# The same mistakes as in a profile of the bank, but here they stop the run.
_CODES = {
    "bank_profile_unreadable": "dialect_unreadable",
    "bank_profile_key_unknown": "dialect_key_unknown",
    "bank_profile_key_missing": "dialect_key_missing",
    "bank_profile_value_wrong": "dialect_value_wrong",
}
