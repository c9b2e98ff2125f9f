"""Cases of others in a file of JSON lines, and their rows as the tables of a drop."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = Mapping[str, object]


def read_cases(path: Path) -> list[dict[str, Any]]:
    """Every case of the file, its numbers exact; none where the file is absent."""
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def read_reasons(path: Path) -> dict[str, str]:
    """Why a case is not expressed, by its id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["case_id"]: row["reason"] for row in csv.DictReader(file)}


def write_tables(drop: Path, cases: Iterable[Mapping[str, Sequence[Row]]]) -> None:
    """The rows of all cases as the CSV files of one drop; a column that a row lacks is empty."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for case in cases:
        for table, rows in case.items():
            tables[table] += rows
    for table, rows in tables.items():
        path = drop / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
