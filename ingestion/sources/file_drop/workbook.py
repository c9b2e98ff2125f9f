"""One workbook in the place of a drop's folder: a sheet for each table.

Data flow: bytes of the workbook → the sheets of each table by their names → rows as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.files import refusal_of
from ingestion.formats.statement import FileRefused
from ingestion.formats.workbook import Sheet
from ingestion.sources.file_drop.tables import TABLES, table_of
from ingestion.tabular.columns import Table
from ingestion.tabular.expected import Expected
from ingestion.tabular.spool import CHUNK_ROWS
from ingestion.tabular.spreadsheet import read_sheet, sheets_of
from ingestion.tabular.text_table import TextTable


@dataclass(frozen=True)
class DropWorkbook:
    """A workbook whose sheets are the tables of a drop."""

    location: Path

    def rows(self, table: Table) -> Iterator[TextTable]:
        """The rows of the table's sheets; one that is empty is an empty table."""
        for sheet in self._sheets:
            if _table_of(sheet.name) is table and sheet.rows:
                yield from read_sheet(sheet, self._place(sheet), Expected(table), CHUNK_ROWS)

    @property
    def unknown_sheets(self) -> list[Problem]:
        """Sheets that belong to no table and are not empty: reported, and not read."""
        return [
            Problem("sheet_unknown", self.location.name, value=sheet.name)
            for sheet in self._sheets
            if _table_of(sheet.name) is None and sheet.rows
        ]

    @cached_property
    def _sheets(self) -> tuple[Sheet, ...]:
        """Every sheet; SourceUnreadable where the workbook cannot be read or has no table's."""
        try:
            with self.location.open("rb") as stream:
                sheets = sheets_of(stream)
        except FileRefused as refused:
            raise SourceUnreadable(refusal_of(refused, self.location.name)) from refused
        except OSError as error:
            problem = Problem("file_unreadable", self.location.name, value=error.strerror)
            raise SourceUnreadable(problem) from error
        if not any(_table_of(sheet.name) for sheet in sheets):
            raise SourceUnreadable(Problem("drop_empty", self.location.name))
        return sheets

    def _place(self, sheet: Sheet) -> str:
        return f"{self.location.name}/{sheet.name}"


def sheet_name(table: Table) -> str:
    """What the table's sheet is called: a name may hold no slash and 31 letters."""
    return table.path.replace("/", ".")


def _table_of(name: str) -> Table | None:
    """`erp.invoices` and `erp.invoices_2026` are of `erp/invoices`, as is `invoices` alone."""
    folder, dot, inner = name.strip().lower().partition(".")
    if dot:
        return table_of(Path(folder, inner))
    alike = [table for table in TABLES if table.path.rpartition("/")[2] == folder]
    return alike[0] if len(alike) == 1 else None
