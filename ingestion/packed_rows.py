"""Rows of a table while a source reads on: in Arrow they take a tenth of what they take as dicts.

Data flow: rows one by one → those read last as they are, those before packed → Arrow tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from ingestion.tabular.landing import arrow_table

_TOGETHER = 20_000


class PackedRows:
    """The rows of one table, in the order in which they were added."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = columns
        self._packed: list[pa.Table] = []
        self._count = 0
        self._last: list[dict[str, Any]] = []

    def append(self, row: dict[str, Any]) -> None:
        """Add a row."""
        self._last.append(row)
        self._count += 1
        if len(self._last) == _TOGETHER:
            self._packed.append(arrow_table(self._last, self._columns))
            self._last = []

    def extend(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add some rows."""
        for row in rows:
            self.append(row)

    def __len__(self) -> int:
        """How many rows were added."""
        return self._count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Every row as it was added; a number that was packed has the decimals of its column."""
        for table in self._packed:
            yield from table.to_pylist()
        yield from self._last

    def tables(self) -> Iterator[pa.Table]:
        """All of them in Arrow; one table without rows where there are none, for its columns."""
        yield from self._packed
        if self._last or not self._packed:
            yield arrow_table(self._last, self._columns)
