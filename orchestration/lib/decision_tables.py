"""Tables of decisions in the drop: new rows merged into what is there.

Data flow: rows read from the workbook + `decisions/<table>.csv` as it is → the same file. A row
replaces the one of its key; other rows and columns stay.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.messages import WrongUsage

Row = Mapping[str, str]


@dataclass(frozen=True)
class DecisionTable:
    """A table of decisions: where it lies in the drop, its columns, and those that tell its rows
    apart."""

    path: Path
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def rows(self, drop: Path) -> list[dict[str, str]]:
        """The rows as they are; WrongUsage where the file is no table."""
        _, _, rows = self._existing(drop / self.path)
        return rows

    def merged(self, drop: Path, taken: Sequence[Row]) -> str:
        """The table's text with these rows in it; WrongUsage where the file is no table."""
        header, delimiter, existing = self._existing(drop / self.path)
        fields = [*header, *(name for name in self.columns if name not in header)]
        rows = {self._key(row): row for row in existing}
        for row in taken:
            rows[self._key(row)] = {**rows.get(self._key(row), {}), **row}
        text = io.StringIO()
        table = csv.DictWriter(text, fields, delimiter=delimiter, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows.values())
        return text.getvalue()

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row.get(name) or "" for name in self.key)

    def _existing(self, path: Path) -> tuple[list[str], str, list[dict[str, str]]]:
        """Header, delimiter and rows of the table as it is; nothing where there is none."""
        if not path.exists():
            return list(self.columns), ",", []
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                first = file.readline()
                delimiter = ";" if first.count(";") > first.count(",") else ","
                file.seek(0)
                table = csv.DictReader(file, delimiter=delimiter, strict=True)
                rows = list(table)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise WrongUsage("cli_decide_table_unreadable", path=path, detail=error) from error
        header = list(table.fieldnames or self.columns)
        # The reader keeps cells beyond the header under no name: they would have no column.
        if None in header or any(None in row for row in rows):
            detail = ", ".join(header)
            raise WrongUsage("cli_decide_table_unreadable", path=path, detail=detail)
        return header, delimiter, rows


@dataclass(frozen=True)
class Reading:
    """What a sheet gave: rows for its table, what to tell, and what is wrong, in words.

    `written` is the sentence that says how many rows were written where.
    """

    table: DecisionTable
    rows: tuple[Row, ...]
    told: tuple[str, ...]
    wrong: tuple[str, ...]
    written: str

    @property
    def is_empty(self) -> bool:
        """Whether nobody decided anything in the sheet."""
        return not (self.rows or self.told or self.wrong)


def write_tables(texts: Mapping[Path, str]) -> None:
    """Write each file whole or not at all, and none before all could be written aside."""
    drafts = {path: path.with_suffix(".draft") for path in texts}
    path = Path()
    try:
        for path, draft in drafts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(texts[path], encoding="utf-8", newline="")
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise WrongUsage(
            "cli_folder_unwritable", folder=path.parent, detail=error.strerror
        ) from error
