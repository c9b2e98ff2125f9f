"""The oracle's records as files of the drop, and back.

Columns are the records' own fields; the drop may hold more of them, which billing does not read.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

from tests.oracle.records import (
    Adjustment,
    Amendment,
    Book,
    Contract,
    ContractLine,
    ExchangeRate,
    IndexValue,
    Milestone,
    PriceTier,
    UsageRecord,
)

Record = TypeVar("Record")

# The field of the book, its record and its file in the drop.
TABLES: Mapping[str, tuple[type, str]] = {
    "contracts": (Contract, "contracts/contracts"),
    "lines": (ContractLine, "contracts/contract_lines"),
    "amendments": (Amendment, "contracts/amendments"),
    "rates": (ExchangeRate, "reference/exchange_rates"),
    "tiers": (PriceTier, "contracts/price_tiers"),
    "adjustments": (Adjustment, "contracts/adjustments"),
    "milestones": (Milestone, "contracts/milestones"),
    "usage": (UsageRecord, "usage/usage_records"),
    "index_values": (IndexValue, "reference/index_values"),
}

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
            for field in dataclasses.fields(cast("Any", kind))
            if row.get(field.name)
        }
    )


def read_book(drop: Path) -> Book:
    """Everything of a drop folder that billing reads."""
    return Book(
        **{
            name: tuple(_record(kind, row) for row in _rows(drop, path))
            for name, (kind, path) in TABLES.items()
        }
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_book(book: Book, drop: Path) -> None:
    """Write the book as CSV files of a drop folder."""
    for name, (kind, table) in TABLES.items():
        path = drop / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = [field.name for field in dataclasses.fields(kind)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(
                [_cell(getattr(record, column)) for column in columns]
                for record in getattr(book, name)
            )
