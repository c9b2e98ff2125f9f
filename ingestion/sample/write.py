"""Writes the sample company as source files, and the truth about it beside them.

Data flow: records named as the tables' columns → CSV files of the drop; bank lines → statements.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from ingestion.sources.file_drop.tables import TABLE_BY_PATH


def write_table(drop: Path, path: str, records: Iterable[object]) -> None:
    """Write a table of the drop: each record has an attribute for each column it fills."""
    columns = TABLE_BY_PATH[path].columns
    rows = []
    for record in records:
        row = []
        for column in columns:
            value = getattr(record, column.name, None)
            if value is None and not column.is_nullable:
                raise ValueError(f"{path}: {column.name} is missing in {record}")
            row.append(_text(value))
        rows.append(row)
    write_csv(drop / f"{path}.csv", [column.name for column in columns], rows)


def write_records(path: Path, columns: Sequence[str], records: Iterable[object]) -> None:
    """Write records as CSV with these columns."""
    rows = [[_text(getattr(record, column)) for column in columns] for record in records]
    write_csv(path, columns, rows)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of text; the same rows give the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """Write a file as it is, line ends included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
