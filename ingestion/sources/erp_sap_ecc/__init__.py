"""SAP ECC's document flow: table VBFA as people download it, whole or in parts.

Data flow: folder → files of VBFA → checked rows → schema `erp_sap_ecc` in the warehouse.
Run alone: `python -m ingestion.sources.erp_sap_ecc FOLDER WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
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
from ingestion.sources.erp_sap_ecc.tables import TABLE
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.dialect import FILE_NAMES, read_dialects
from ingestion.tabular.expected import Expected
from ingestion.tabular.landing import ledger_of, table_resource
from ingestion.tabular.reader import read_tables

SYSTEM = "erp_sap_ecc"

_VBFA = "vbfa"


@dataclass(frozen=True)
class DocumentFlow:
    """A folder read once: the rows of VBFA checked, and what was set aside."""

    location: Path | None
    context: SourceContext

    @cached_property
    def table(self) -> CheckedTable:
        """Every row of every part; SourceUnreadable at the first that cannot be read as a whole."""
        expected = Expected(TABLE, read_dialects(self.location, (TABLE,))[TABLE.path])
        root = self.location or Path()
        rows = read_tables(self.parts, root, expected, self.context.progress)
        return check_table(TABLE, rows, self.context.currencies)

    @cached_property
    def parts(self) -> list[Path]:
        """`VBFA.csv`, `VBFA_2025.csv`, `vbfa/any.csv`; SourceUnreadable where there is none."""
        if self.location is None:
            return []
        if not self.location.is_dir():
            raise SourceUnreadable(Problem("drop_missing", str(self.location)))
        found = [path for path in visible_files(self.location) if self._is_part(path)]
        if not found:
            raise SourceUnreadable(Problem("sap_flow_missing", str(self.location)))
        return found

    @cached_property
    def ledger(self) -> Ledger:
        """Rows set aside, files not read, rows counted, what else was noticed."""
        others = [path for path in visible_files(self.location) if path.name not in FILE_NAMES]
        unknown = unknown_files(self.location or Path(), others, self.parts)
        return ledger_of([self.table], unknown)

    def _is_part(self, path: Path) -> bool:
        assert self.location is not None
        first = path.relative_to(self.location).parts[0].lower()
        return first.partition(".")[0] == _VBFA or first.startswith(f"{_VBFA}_")


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The document flow as a dlt source: a snapshot that replaces the last."""
    flow = DocumentFlow(location, context)

    @dlt.source(name=SYSTEM)
    def erp_sap_ecc() -> Iterable[Any]:
        yield table_resource(TABLE, lambda: flow.table, str.lower)
        yield from ledger_resources(SYSTEM, lambda: flow.ledger)

    return erp_sap_ecc()
