"""The oracle's records as files of the drop, and back.

Columns are the records' own fields; the drop may hold more of them, which billing does not read.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from tests.oracle.proration import CONVENTIONS
from tests.oracle.records import Amendment, Book, Contract, ContractLine, ExchangeRate
from tests.oracle.schedule import CHARGES

Record = TypeVar("Record", Contract, ContractLine, Amendment, ExchangeRate)

PATHS: Mapping[type, str] = {
    Contract: "contracts/contracts",
    ContractLine: "contracts/contract_lines",
    Amendment: "contracts/amendments",
    ExchangeRate: "reference/exchange_rates",
}
ADJUSTMENTS = "contracts/adjustments"

# Terms that CANONICAL names and the oracle has no module for yet.
_UNBUILT_AMENDMENTS = frozenset({"pause", "resume", "extend"})

_READERS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "date": date.fromisoformat,
    "Decimal": Decimal,
}


def _rows(drop: Path, table: str) -> Iterator[dict[str, str]]:
    path = drop / f"{table}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _record(kind: type[Record], row: Mapping[str, str]) -> Record:
    """A record from a row: an empty cell is the field's default, as an absent column is."""
    return kind(
        **{
            field.name: _READERS[str(field.type).removesuffix(" | None")](row[field.name])
            for field in dataclasses.fields(kind)
            if row.get(field.name)
        }
    )


def _read(drop: Path, kind: type[Record]) -> tuple[Record, ...]:
    return tuple(_record(kind, row) for row in _rows(drop, PATHS[kind]))


def _unbuilt(
    drop: Path, lines: Iterable[ContractLine], amendments: Iterable[Amendment]
) -> Iterator[tuple[str, str | None]]:
    """Lines, or whole contracts, that hold a term the oracle does not compute."""
    for line in lines:
        is_known = line.charge_model in CHARGES and (line.proration or "actual") in CONVENTIONS
        if not is_known or line.minimum_amount is not None:
            yield line.contract_id, line.contract_line_id
    for amendment in amendments:
        if amendment.kind in _UNBUILT_AMENDMENTS:
            yield amendment.contract_id, amendment.contract_line_id
    for row in _rows(drop, ADJUSTMENTS):
        yield row["contract_id"], row.get("contract_line_id") or None


def read_book(drop: Path) -> Book:
    """The contracts, lines, amendments and rates of a drop folder."""
    lines, amendments = _read(drop, ContractLine), _read(drop, Amendment)
    return Book(
        contracts=_read(drop, Contract),
        lines=lines,
        amendments=amendments,
        rates=_read(drop, ExchangeRate),
        unbuilt=frozenset(_unbuilt(drop, lines, amendments)),
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_book(book: Book, drop: Path) -> None:
    """Write the book as CSV files of a drop folder."""
    for kind, records in (
        (Contract, book.contracts),
        (ContractLine, book.lines),
        (Amendment, book.amendments),
        (ExchangeRate, book.rates),
    ):
        path = drop / f"{PATHS[kind]}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        names = [field.name for field in dataclasses.fields(kind)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([_cell(getattr(record, name)) for name in names] for record in records)
