"""What a table's file is expected to be: its header, and values written as its dialect declares.

Data flow: names of a header → our names; rows of text → canonical text, and a problem for each row
that does not fit the dialect or only sums up the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ingestion.contracts import Problem
from ingestion.formats.cells import normalised
from ingestion.tabular.columns import Kind, Table
from ingestion.tabular.dialect import PLAIN, Dialect
from ingestion.tabular.text_table import ROW, TextTable, named, unique_names

HEAD_ROWS = 80  # titles may stand above the header, but not without end


@dataclass(frozen=True)
class Expected:
    """One table and how its files are written."""

    table: Table
    dialect: Dialect = PLAIN

    def names(self, header: list[str], file: str, row_number: int = 1) -> list[str]:
        """Our names of the columns; SourceUnreadable where one stands twice."""
        return unique_names(named(self._renamed(header)), file, row_number)

    def is_header(self, fields: list[str]) -> bool:
        """Whether every column that must be there is named among the fields."""
        names = set(self._renamed(fields))
        return all(column.is_nullable or column.name in names for column in self.table.columns)

    def canonical(self, chunk: TextTable) -> TextTable:
        """Rows with numbers and days as everybody writes them, without those that are none."""
        if not self.dialect.is_declared:
            return chunk
        required = [name for name in self._required if name in chunk.frame.columns]
        is_short = pl.any_horizontal(pl.col(name).is_null() for name in required)
        short = chunk.frame.filter(is_short).to_dicts() if required else []
        totals = [self.total(row, chunk.file) for row in short if self.is_total(row)]
        frame = chunk.frame.filter(~pl.col(ROW).is_in([total.row_number for total in totals]))
        misfits: list[Problem] = []
        for column in self.table.columns:
            read = self.dialect.reader(column.kind)
            if read is None or column.name not in frame.columns:
                continue
            texts = frame[column.name].drop_nulls().unique().to_list()
            values = {text: read(text) for text in texts}
            wrong = [text for text, value in values.items() if value is None]
            is_wrong = pl.col(column.name).is_in(wrong)
            numbers = frame.filter(is_wrong)[ROW].implode()
            # As they came: columns before this one are rewritten already.
            rows = chunk.frame.filter(pl.col(ROW).is_in(numbers)).to_dicts()
            misfits += (misfit(row, column.name, column.kind, chunk.file) for row in rows)
            frame = frame.filter(~is_wrong.fill_null(False)).with_columns(
                pl.col(column.name).replace_strict(
                    list(values), list(values.values()), default=None, return_dtype=pl.String
                )
            )
        misfits.sort(key=lambda problem: problem.row_number or 0)
        return TextTable(chunk.file, frame, (*chunk.unreadable_rows, *totals, *misfits))

    def is_total(self, row: Mapping[str, Any]) -> bool:
        """Whether a row begins as one does that sums up the others, and lacks what a row must have.

        The word often stands in the first column, which is the key: so a key alone makes no row.
        """
        if all(row.get(name) for name in self._required):
            return False
        words = normalised(_first(row)).split()
        return any(words[: len(foot.split())] == foot.split() for foot in self.dialect.foot)

    def total(self, row: Mapping[str, Any], file: str) -> Problem:
        """What is told of such a row."""
        return Problem("row_is_total", file, row[ROW], None, _first(row), raw_row(row))

    @property
    def _required(self) -> list[str]:
        return [column.name for column in self.table.columns if not column.is_nullable]

    def _renamed(self, header: list[str]) -> list[str]:
        return self.dialect.renamed([name.strip() for name in header])


def raw_row(row: Mapping[str, Any]) -> str:
    """The values of a row that it has."""
    values = {name: value for name, value in row.items() if value is not None and name != ROW}
    return json.dumps(values, ensure_ascii=False)


def misfit(row: Mapping[str, Any], column: str, kind: Kind, file: str) -> Problem:
    """A value that is not written as the dialect declares."""
    code = "date_not_as_declared" if kind is Kind.DATE else "number_not_as_declared"
    return Problem(code, file, row[ROW], column, str(row[column]), raw_row(row))


def _first(row: Mapping[str, Any]) -> str:
    """The first value of a row that has any."""
    return next((str(value) for name, value in row.items() if value and name != ROW), "")
