"""SAP S/4 order-to-cash extracts: a folder for each table, with its JSON Lines parts.

Data flow: folder → parts of each table → checked rows → schema `erp_sap` in the warehouse.
Run alone: `python -m ingestion.sources.erp_sap EXTRACTS WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
from ingestion.sources.erp_sap.tables import REQUIRED, TABLES
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import Table
from ingestion.tabular.dialect import FILE_NAMES, read_dialects
from ingestion.tabular.expected import Expected
from ingestion.tabular.landing import ledger_of, table_resource
from ingestion.tabular.parts import without_suffixes
from ingestion.tabular.reader import read_tables

SYSTEM = "erp_sap"

_NAMES = {table.path for table in TABLES}


@dataclass(frozen=True)
class Extracts:
    """A folder of extracts read once: every table checked, and what was set aside."""

    location: Path | None
    context: SourceContext

    @cached_property
    def tables(self) -> dict[str, CheckedTable]:
        """Every table by name; SourceUnreadable at the first that cannot be read as a whole."""
        parts, dialects = self.parts, read_dialects(self.location, TABLES)
        root, told = self.location or Path(), self.context.progress
        return {
            table.path: check_table(
                table,
                read_tables(
                    parts.get(table.path, ()), root, Expected(table, dialects[table.path]), told
                ),
                self.context.currencies,
            )
            for table in TABLES
        }

    @cached_property
    def parts(self) -> dict[str, list[Path]]:
        """The files of each table; SourceUnreadable where a table that all depends on has none."""
        if self.location is None:
            return {}
        if not self.location.is_dir():
            raise SourceUnreadable(Problem("drop_missing", str(self.location)))
        found: dict[str, list[Path]] = {}
        for path in visible_files(self.location):
            if (name := self._table_name(path)) in _NAMES:
                found.setdefault(name, []).append(path)
        for name in REQUIRED:
            if name not in found:
                raise SourceUnreadable(Problem("sap_table_missing", str(self.location), value=name))
        return found

    @cached_property
    def ledger(self) -> Ledger:
        """Rows set aside, files not read, rows counted, what else was noticed."""
        ledger = ledger_of(self.tables.values(), self._unknown_files())
        ledger.notices += self._absent_tables()
        return ledger

    def _unknown_files(self) -> list[Problem]:
        """Files that belong to no table: reported, and not read."""
        known = {path for paths in self.parts.values() for path in paths}
        others = [path for path in visible_files(self.location) if path.name not in FILE_NAMES]
        return unknown_files(self.location or Path(), others, known)

    def _absent_tables(self) -> list[Problem]:
        """Tables that others can do without: they land empty, and the reader is told."""
        if self.location is None:
            return []
        return [
            Problem("sap_table_absent", table.path, value=table.path)
            for table in TABLES
            if table.path not in self.parts
        ]

    def _table_name(self, path: Path) -> str:
        """`plants/part-1.jsonl` and `plants.jsonl` are parts of `plants`."""
        assert self.location is not None
        return without_suffixes(path.relative_to(self.location)).parts[0]


def landed_name(name: str) -> str:
    """The raw table's name of a column: `billingDocument` is landed as `billing_document`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The extracts as a dlt source: one resource for each table, a snapshot that replaces."""
    extracts = Extracts(location, context)

    @dlt.source(name=SYSTEM)
    def erp_sap() -> Iterable[Any]:
        for table in TABLES:
            yield table_resource(table, partial(_checked, extracts, table), landed_name)
        yield from ledger_resources(SYSTEM, lambda: extracts.ledger)

    return erp_sap()


def _checked(extracts: Extracts, table: Table) -> CheckedTable:
    return extracts.tables[table.path]
