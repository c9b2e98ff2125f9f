"""Reads the sheets of a workbook as parts of a table.

Data flow: bytes → checked sheets → the header among the first rows → rows of exact text. Titles
above the header and totals below the data are no rows of the table. A cell that covers several
rows, merged, says its text or day for each of them; its number it says once, and for which row
nobody can tell: those rows are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from ingestion.contracts import Problem
from ingestion.formats.archive import MAX_BYTES
from ingestion.formats.cells import Cell, text_of
from ingestion.formats.statement import FileRefused
from ingestion.formats.workbook import MAX_CELLS, Place, Sheet, cell_name, read_all_sheets
from ingestion.tabular.columns import Kind
from ingestion.tabular.expected import HEAD_ROWS, Expected, misfit, raw_row
from ingestion.tabular.text_table import ROW, TextTable, text_frame

# What a cell that is merged over several rows says for each of them.
_SAID_FOR_EACH = {
    Kind.TEXT, Kind.DATE, Kind.TIMESTAMP, Kind.BOOLEAN, Kind.CURRENCY, Kind.PERIOD, Kind.DIGITS,
}  # fmt: skip


def sheets_of(stream: BinaryIO) -> tuple[Sheet, ...]:
    """The workbook's sheets; FileRefused where it cannot be trusted or read."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileRefused("bank_workbook_broken", f"> {MAX_BYTES}")
    return read_all_sheets(data, with_times=True)


def read_sheets(
    sheets: Sequence[Sheet], name: str, expected: Expected, chunk_rows: int
) -> Iterator[TextTable]:
    """The rows of every sheet that has the table's header; of others is told that they have none.

    Where no sheet has it, the first row of the first sheet is taken for it: what it lacks is told.
    """
    filled = [sheet for sheet in sheets if any(map(_is_filled, sheet.rows))]
    headers = {sheet.name: _header_row(sheet, expected) for sheet in filled}
    found = [sheet for sheet in filled if headers[sheet.name] is not None]
    for sheet in found or filled[:1]:
        is_one = len(found) <= 1
        part = name if is_one else f"{name}/{sheet.name}"
        yield from read_sheet(sheet, part, expected, chunk_rows)
    strange = [sheet.name for sheet in filled if found and sheet not in found]
    if strange or not filled:
        notices = tuple(Problem("sheet_unknown", name, value=sheet) for sheet in strange)
        yield TextTable(name, text_frame({}, []), notices=notices)


def read_sheet(sheet: Sheet, name: str, expected: Expected, chunk_rows: int) -> Iterator[TextTable]:
    """The rows below the sheet's header, which is its first row where none names all columns."""
    reader = _SheetReader.of(sheet, name, expected)
    for start in range(0, max(len(reader.rows), 1), chunk_rows):
        yield reader.chunk(reader.rows[start : start + chunk_rows])


def _header_row(sheet: Sheet, expected: Expected) -> int | None:
    """The first row that names every column that must be there."""
    for number, row in enumerate(sheet.rows[:HEAD_ROWS]):
        if expected.is_header([text_of(cell) for cell in row]):
            return number
    return None


Rows = Sequence[tuple[int, tuple[Cell, ...]]]  # with their numbers from 0


@dataclass(frozen=True)
class _SheetReader:
    """A sheet's rows below its header, and the column that each name stands in."""

    sheet: Sheet
    name: str
    expected: Expected
    columns: Mapping[str, int]
    kinds: Mapping[str, Kind]
    rows: Rows
    tops: Mapping[Place, int]  # the first row of the merged cell that covers this one

    @classmethod
    def of(cls, sheet: Sheet, name: str, expected: Expected) -> _SheetReader:
        """The sheet with its header found and its merged cells laid out."""
        header = _header_row(sheet, expected)
        if header is None:
            header = next((number for number, row in enumerate(sheet.rows) if _is_filled(row)), 0)
        texts = [text_of(cell) for cell in sheet.rows[header]] if sheet.rows else []
        below = list(enumerate(sheet.rows))[header + 1 :]
        # A column without a name and without values is only the width of a title.
        columns = {
            column: place
            for place, column in enumerate(expected.names(texts, name, header + 1))
            if texts[place] or any(row[place] != "" for _, row in below)
        }
        return cls(
            sheet=sheet,
            name=name,
            expected=expected,
            columns=columns,
            kinds={column.name: column.kind for column in expected.table.columns},
            rows=[(number, row) for number, row in below if _is_filled(row)],
            tops=_tops(sheet),
        )

    def chunk(self, rows: Rows) -> TextTable:
        """The rows as text, and a problem for each that is set aside."""
        texts: list[dict[str, str | None]] = []
        numbers: list[int] = []
        problems: list[Problem] = []
        for number, row in rows:
            text = {name: self._text(number, row, name) for name in self.columns}
            problem = self._problem(number, row, text)
            if problem:
                problems.append(problem)
            else:
                texts.append(self._canonical(row, text))
                numbers.append(number + 1)
        data = {name: [text[name] for text in texts] for name in self.columns}
        return TextTable(self.name, text_frame(data, numbers), tuple(problems))

    def _text(self, number: int, row: tuple[Cell, ...], name: str) -> str | None:
        """A cell as it is read, or what the merged cell above says for this row too."""
        place = self.columns[name]
        top = self.tops.get((number, place), number)
        cell = self.sheet.rows[top][place] if self._kind(name) in _SAID_FOR_EACH else row[place]
        text = text_of(cell)
        # A day is a moment at its beginning: a sheet does not tell one from the other.
        is_day = isinstance(cell, date) and not isinstance(cell, datetime)
        return f"{text}T00:00:00" if is_day and self._kind(name) is Kind.TIMESTAMP else text or None

    def _canonical(
        self, row: tuple[Cell, ...], text: dict[str, str | None]
    ) -> dict[str, str | None]:
        """A number or day that was typed as text, rewritten as its dialect says."""
        return {
            name: read(value) if value and (read := self._reader(row, name)) else value
            for name, value in text.items()
        }

    def _problem(
        self, number: int, row: tuple[Cell, ...], text: dict[str, str | None]
    ) -> Problem | None:
        raw = {**text, ROW: number + 1}
        if self.expected.is_total(raw):
            return self.expected.total(raw, self.name)
        for name, place in self.columns.items():
            column = self.sheet.first_column + place
            if code := self.sheet.flaws.get((number, column)):
                where = cell_name(number, column)
                return Problem(code, self.name, number + 1, name, where, raw_row(raw))
            if (number, place) in self.tops and self._kind(name) not in _SAID_FOR_EACH:
                where = cell_name(self.tops[number, place], column)
                return Problem("cell_merged", self.name, number + 1, name, where, raw_row(raw))
            value, read = text[name], self._reader(row, name)
            if value and read and read(value) is None:
                return misfit(raw, name, self._kind(name), self.name)
        return None

    def _reader(self, row: tuple[Cell, ...], name: str) -> Callable[[str], str | None] | None:
        """How the dialect reads a cell of text; a number or a day in a cell says itself."""
        is_text = isinstance(row[self.columns[name]], str)
        return self.expected.dialect.reader(self._kind(name)) if is_text else None

    def _kind(self, name: str) -> Kind:
        return self.kinds.get(name, Kind.TEXT)


def _is_filled(row: tuple[Cell, ...]) -> bool:
    return any(cell != "" for cell in row)


def _tops(sheet: Sheet) -> dict[Place, int]:
    """The cells that are merged with others above or below, as the sheet's rows place them.

    Of a region of several columns, the first one speaks: the others hold nothing.
    """
    tops: dict[Place, int] = {}
    covered = 0
    for (top, left), (bottom, _) in sheet.merged:
        place = left - sheet.first_column
        last = min(bottom, len(sheet.rows) - 1)
        if top < last and 0 <= place < len(sheet.rows[0]):
            # Regions that lie over one another are none of Excel's, and could cover without end.
            if (covered := covered + last - top + 1) > MAX_CELLS:
                raise FileRefused("bank_sheet_too_large", sheet.name)
            tops.update(dict.fromkeys(((row, place) for row in range(top, last + 1)), top))
    return tops
