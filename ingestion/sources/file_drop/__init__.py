"""The file drop: a folder of table files in the canonical shape, or one workbook of them.

Data flow: folder or workbook → files or sheets of each table → checked rows → schema `file_drop`.
Run alone: `python -m ingestion.sources.file_drop DROP WORKING_FILE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import dlt

from ingestion.contracts import (
    Ledger,
    Problem,
    SourceContext,
    SourceUnreadable,
    ledger_resources,
)
from ingestion.files import unknown_files, visible_files
from ingestion.folders import FILE_FOLDERS
from ingestion.sources.file_drop.tables import TABLES, table_of
from ingestion.sources.file_drop.workbook import DropWorkbook
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import Table
from ingestion.tabular.dialect import read_dialects
from ingestion.tabular.expected import Expected
from ingestion.tabular.landing import ledger_of, table_resource
from ingestion.tabular.parts import without_suffixes
from ingestion.tabular.reader import read_tables
from ingestion.tabular.text_table import TextTable

SYSTEM = "file_drop"


@dataclass(frozen=True)
class Drop:
    """A folder, or one workbook, read once: every table checked, and what was set aside."""

    location: Path | None
    context: SourceContext

    @cached_property
    def tables(self) -> dict[str, CheckedTable]:
        """Every table by path; SourceUnreadable at the first that cannot be read as a whole."""
        rows = self.workbook.rows if self.workbook else self._rows_of_files()
        return {
            table.path: check_table(table, rows(table), self.context.currencies) for table in TABLES
        }

    @cached_property
    def workbook(self) -> DropWorkbook | None:
        """The workbook that stands for the folder, where there is one."""
        is_workbook = self.location is not None and self.location.is_file()
        return DropWorkbook(self.location) if self.location and is_workbook else None

    @cached_property
    def files(self) -> dict[str, list[Path]]:
        """The files of each table, sorted by name; SourceUnreadable where the folder holds none."""
        if self.location is None:
            return {}
        if not self.location.is_dir():
            raise SourceUnreadable(Problem("drop_missing", str(self.location)))
        found: dict[str, list[Path]] = {}
        for path in self._candidates():
            if table := table_of(without_suffixes(path.relative_to(self.location))):
                found.setdefault(table.path, []).append(path)
        if not found and not any(any((self.location / one).glob("*")) for one in FILE_FOLDERS):
            raise SourceUnreadable(Problem("drop_empty", str(self.location)))
        return found

    @property
    def unknown_files(self) -> list[Problem]:
        """Files in the drop's folders, or sheets, of no table: reported, and not read."""
        if self.location is None:
            return []
        if self.workbook:
            return self.workbook.unknown_sheets
        known = {path for paths in self.files.values() for path in paths}
        return unknown_files(self.location, self._candidates(), known)

    @cached_property
    def ledger(self) -> Ledger:
        """Rows set aside, files not read, rows counted, columns nobody asked for."""
        return ledger_of(self.tables.values(), self.unknown_files)

    def _candidates(self) -> list[Path]:
        """Files of the table folders, without hidden files and those of other sources."""
        assert self.location is not None
        folders = sorted({table.path.partition("/")[0] for table in TABLES})
        others = {self.location / folder for folder in FILE_FOLDERS}
        return [
            path
            for folder in folders
            for path in visible_files(self.location / folder, self.location)
            if others.isdisjoint(path.parents)
        ]

    def _rows_of_files(self) -> Callable[[Table], Iterator[TextTable]]:
        files, dialects = self.files, read_dialects(self.location, TABLES)

        root, told = self.location or Path(), self.context.progress

        def rows(table: Table) -> Iterator[TextTable]:
            expected = Expected(table, dialects[table.path])
            return read_tables(files.get(table.path, ()), root, expected, told)

        return rows


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The drop as a dlt source: one resource for each table, a snapshot that replaces the last."""
    drop = Drop(location, context)

    @dlt.source(name=SYSTEM)
    def file_drop() -> Iterable[Any]:
        for table in TABLES:
            yield table_resource(table, partial(_checked, drop, table))
        yield from ledger_resources(SYSTEM, lambda: drop.ledger)

    return file_drop()


def _checked(drop: Drop, table: Table) -> CheckedTable:
    return drop.tables[table.path]
