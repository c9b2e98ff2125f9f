"""Keeps rows and problems of a table until all of it is read: few in memory, more in files.

Data flow: frames in the order of the table → Parquet files of a temporary folder → the same rows.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from ingestion.contracts import Problem

CHUNK_ROWS = 50_000

_PROBLEM_COLUMNS = {
    "place": pl.Int64,
    "code": pl.String,
    "file": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "value": pl.String,
    "raw_row": pl.String,
}


class Spool:
    """Rows in their order; beyond `most_rows` they wait on disk until the spool is forgotten."""

    def __init__(self, most_rows: int = CHUNK_ROWS) -> None:
        self._most_rows = most_rows
        self._files: list[Path] = []
        self._held: list[pl.DataFrame] = []
        self._folder: Path | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Put rows behind those that are there."""
        self._held.append(frame)
        if sum(held.height for held in self._held) > self._most_rows:
            path = self._path()
            pl.concat(self._held, how="diagonal").write_parquet(path, compression="lz4")
            self._files.append(path)
            self._held = []

    def frames(self) -> Iterator[pl.DataFrame]:
        """All rows, some at a time."""
        for path in self._files:
            yield pl.read_parquet(path)
        if self._held:
            yield pl.concat(self._held, how="diagonal")

    def _path(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="hilo-rows-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder / f"{len(self._files)}.parquet"


class ProblemSpool:
    """Problems in their order, each with the place of its row: a whole table may be wrong."""

    def __init__(self, most_rows: int = CHUNK_ROWS) -> None:
        self._spool = Spool(most_rows)

    def add(self, problems: Iterable[tuple[int, Problem]]) -> None:
        """Put problems behind those that are there."""
        rows = [
            (place, one.code, one.file, one.row_number, one.column_name, one.value, one.raw_row)
            for place, one in problems
        ]
        if rows:
            self._spool.add(pl.DataFrame(rows, schema=_PROBLEM_COLUMNS, orient="row"))

    def __iter__(self) -> Iterator[tuple[int, Problem]]:
        for frame in self._spool.frames():
            for place, *fields in frame.iter_rows():
                yield place, Problem(*fields)
