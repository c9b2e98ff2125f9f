"""Checks the text rows of one table against its columns, types and keys.

Data flow: `TextTable`s of one table, some rows at a time → good rows kept as text → typed rows, and
one `Problem` for each row set aside: the first of its columns, then dates the wrong way round, then
its key. Of a row that is read no more is held in memory than where its key repeats one by its hash.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from ingestion.contracts import LoadCount, Problem, SourceUnreadable
from ingestion.tabular.columns import Table
from ingestion.tabular.spool import CHUNK_ROWS, ProblemSpool, Spool
from ingestion.tabular.text_table import ROW, TextTable
from ingestion.tabular.values import first_problem, typed

FILE = "source_file"

_PROBLEM = "problem"
_ORDER = "row_order"
_HASH = "key_hash"
_OUR_COLUMNS = {ROW, FILE, _PROBLEM, _ORDER}


@dataclass(frozen=True)
class CheckedTable:
    """What became of a table's rows: typed ones, those set aside, counts by file, what else."""

    table: Table
    extra_columns: tuple[str, ...]
    counts: tuple[LoadCount, ...]
    notices: tuple[Problem, ...]
    _rows: Spool  # each right by itself, as text
    _twins: pl.DataFrame  # those of them that are not beside the others, in order
    _unreadable: ProblemSpool
    _wrong: ProblemSpool

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows as they land, some at a time; one frame at least, also where there are none."""
        for text in self._rows.frames():
            good = text.join(
                self._twins.select(_ORDER), on=_ORDER, how="anti", maintain_order="left"
            )
            yield _with_columns(good, self.extra_columns).select(
                *(typed(column) for column in self.table.columns), *self.extra_columns, FILE, ROW
            )

    def problems(self) -> Iterator[Problem]:
        """What was set aside: rows that are none, then the others in the order of the table."""
        yield from (problem for _, problem in self._unreadable)
        twins = chain.from_iterable(
            _problems(self.table, some) for some in self._twins.iter_slices(CHUNK_ROWS)
        )
        for _, problem in heapq.merge(self._wrong, twins, key=lambda one: one[0]):
            yield problem

    @property
    def quarantined(self) -> tuple[Problem, ...]:
        """All that was set aside, at once."""
        return tuple(self.problems())

    @property
    def frame(self) -> pl.DataFrame:
        """All rows as they land, at once."""
        return pl.concat(self.frames())


def check_table(
    table: Table,
    chunks: Iterable[TextTable],
    currencies: Mapping[str, int],
    chunk_rows: int = CHUNK_ROWS,
) -> CheckedTable:
    """Type every row of the table's files; SourceUnreadable where a required column is missing."""
    check = _Check(table, first_problem(table, currencies), Spool(chunk_rows))
    for chunk in chunks:
        check.add(chunk)
    twins = _twins(table, check.rows, check.keys, chunk_rows)
    return check.finished(twins)


@dataclass
class _File:
    """One file of the table: its columns in their order, how many rows and how many set aside."""

    columns: dict[str, None] = field(default_factory=dict)
    read: int = 0
    set_aside: int = 0


@dataclass
class _Check:
    """A table while it is read: its files, good rows, their keys, and what was set aside."""

    table: Table
    problem: pl.Expr
    rows: Spool
    files: dict[str, _File] = field(default_factory=dict)
    keys: list[pl.DataFrame] = field(default_factory=list)
    unreadable: ProblemSpool = field(default_factory=ProblemSpool)
    wrong: ProblemSpool = field(default_factory=ProblemSpool)
    notices: list[Problem] = field(default_factory=list)
    read: int = 0

    def __post_init__(self) -> None:
        """A table without any file has its columns all the same."""
        self.rows.add(_no_rows(self.table))

    def add(self, chunk: TextTable) -> None:
        """Check rows that follow those before."""
        if chunk.file not in self.files:
            self._require_columns()
        file = self.files.setdefault(chunk.file, _File())
        file.columns.update(dict.fromkeys(chunk.frame.columns))
        order = pl.int_range(self.read, self.read + pl.len(), dtype=pl.Int64).alias(_ORDER)
        names = [column.name for column in self.table.columns]
        extra = [name for name in self._extra_columns() if name in chunk.frame.columns]
        found = (
            _with_columns(chunk.frame, names)
            .select(*names, *extra, ROW, pl.lit(chunk.file).alias(FILE), order)
            .with_columns(self.problem.alias(_PROBLEM))
        )
        good = found.filter(pl.col(_PROBLEM).is_null()).drop(_PROBLEM)
        wrong = _problems(self.table, found.filter(pl.col(_PROBLEM).is_not_null()))
        self.rows.add(good)
        self.keys.append(good.select(_ORDER, good.select(self.table.key).hash_rows().alias(_HASH)))
        self.wrong.add(wrong)
        self.unreadable.add((self.read, problem) for problem in chunk.unreadable_rows)
        self.notices += chunk.notices
        self.read += found.height
        file.read += chunk.rows_read
        file.set_aside += len(wrong) + len(chunk.unreadable_rows)

    def finished(self, twins: pl.DataFrame) -> CheckedTable:
        """The table as it lands, without the rows that are told to repeat a key."""
        self._require_columns()
        for file, count in twins.group_by(FILE).len().iter_rows():
            self.files[file].set_aside += count
        return CheckedTable(
            table=self.table,
            extra_columns=self._extra_columns(),
            counts=tuple(
                LoadCount(
                    self.table.name,
                    name,
                    rows_read=file.read,
                    rows_loaded=file.read - file.set_aside,
                    rows_quarantined=file.set_aside,
                )
                for name, file in self.files.items()
            ),
            notices=(*self._unknown_columns(), *self.notices),
            _rows=self.rows,
            _twins=_with_columns(twins, self._extra_columns()).sort(_ORDER),
            _unreadable=self.unreadable,
            _wrong=self.wrong,
        )

    def _require_columns(self) -> None:
        """SourceUnreadable where the file last read lacks a column; one without rows may."""
        for name, file in list(self.files.items())[-1:]:
            for column in self.table.columns:
                is_missing = column.name not in file.columns and not column.is_nullable
                if is_missing and (file.read or list(file.columns) != [ROW]):
                    raise SourceUnreadable(
                        Problem("column_missing", name, 1, column.name, column.name)
                    )

    def _unknown_columns(self) -> tuple[Problem, ...]:
        extra = self._extra_columns()
        return tuple(
            Problem("column_unknown", file, 1, name, name)
            for file, found in self.files.items()
            for name in found.columns
            if name in extra
        )

    def _extra_columns(self) -> tuple[str, ...]:
        """Columns that nobody asked for, in the order of the files."""
        known = {column.name for column in self.table.columns} | _OUR_COLUMNS
        names = dict.fromkeys(name for file in self.files.values() for name in file.columns)
        return tuple(name for name in names if name not in known)


def _no_rows(table: Table) -> pl.DataFrame:
    """The table's columns as text, and ours, without any row."""
    names = dict.fromkeys((column.name for column in table.columns), pl.String())
    return pl.DataFrame(schema={**names, ROW: pl.Int64(), FILE: pl.String(), _ORDER: pl.Int64()})


def _with_columns(frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """The frame with these columns too, empty where it lacks them."""
    absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in frame.columns]
    return frame.with_columns(absent)


def _twins(table: Table, rows: Spool, keys: list[pl.DataFrame], most_rows: int) -> pl.DataFrame:
    """Rows that share a key: of identical ones all but the first, of different ones every one.

    Only rows whose key's hash repeats are compared, in portions: a hash alone decides nothing.
    """
    none = _no_rows(table).with_columns(pl.lit(None, pl.String).alias(_PROBLEM))
    hashes = pl.concat(keys) if keys else pl.DataFrame(schema={_ORDER: pl.Int64, _HASH: pl.UInt64})
    repeated = hashes.filter(pl.col(_HASH).is_duplicated())
    portions = math.ceil(repeated.height / most_rows)
    compared = (
        _compared(table, rows, repeated.filter(pl.col(_HASH) % portions == portion))
        for portion in range(portions)
    )
    return pl.concat([none, *compared], how="diagonal")


def _compared(table: Table, rows: Spool, suspects: pl.DataFrame) -> pl.DataFrame:
    """The suspects that do share a key, each with its problem."""
    found = pl.concat(
        [
            frame.join(suspects, on=_ORDER, how="semi", maintain_order="left")
            for frame in rows.frames()
        ],
        how="diagonal",
    )
    content = pl.struct(pl.exclude(ROW, FILE, _ORDER))
    key = list(table.key)
    return found.with_columns(
        pl.when(content.n_unique().over(key) > 1)
        .then(pl.lit(f"key_twice|{key[0]}"))
        .when(pl.col(_ORDER) != pl.col(_ORDER).min().over(key))
        .then(pl.lit(f"row_twice|{key[0]}"))
        .alias(_PROBLEM)
    ).filter(pl.col(_PROBLEM).is_not_null())


def _problems(table: Table, bad: pl.DataFrame) -> list[tuple[int, Problem]]:
    """A problem for each row, with the row's place in the table."""
    problems = []
    for row in bad.iter_rows(named=True):
        code, _, column = row[_PROBLEM].partition("|")
        raw = json.dumps(
            {
                name: value
                for name, value in row.items()
                if value is not None and name not in _OUR_COLUMNS
            },
            ensure_ascii=False,
        )
        is_key = code in ("key_twice", "row_twice")
        value = " / ".join(row[name] or "" for name in table.key) if is_key else row[column]
        problem = Problem(code, row[FILE], row[ROW], column, value, raw)
        problems.append((row[_ORDER], problem))
    return problems
