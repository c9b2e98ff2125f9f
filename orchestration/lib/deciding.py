"""`hilo decide`: the decisions that people wrote into the gap report's workbook, put into the drop.

Data flow: gap_report.xlsx, edited → `Decision`s and wrong cells → `decisions/gap_decisions.csv`.
Nothing is written while any cell is wrong; a decision replaces one of the same gap and day.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.messages import LANGUAGES, Messages, WrongUsage
from orchestration.settings import parse_date
from quality.reports.editing import DECISIONS, EDITABLE, unescape_formula

TABLE = Path("decisions", "gap_decisions.csv")
COLUMNS = ("gap_id", "decision", "owner", "reason", "decided_on", "expires_on")

# The columns of the sheet that are read: the gap, and what people filled in.
_GAP_ID, _DECISION, _OWNER, _REASON, _EXPIRES_ON = _HEADINGS = ("gap_id", *EDITABLE)


@dataclass(frozen=True)
class Decision:
    """One decision, and the cell of the gap that it names."""

    gap_id: str
    decision: str
    owner: str
    reason: str
    decided_on: date
    expires_on: date | None
    place: str

    def row(self) -> dict[str, str]:
        """The decision as the drop's table holds it."""
        expires_on = self.expires_on.isoformat() if self.expires_on else ""
        decided_on = self.decided_on.isoformat()
        values = (self.gap_id, self.decision, self.owner, self.reason, decided_on, expires_on)
        return dict(zip(COLUMNS, values, strict=True))


@dataclass(frozen=True)
class _Sheet:
    """The sheet of gaps: its headings by column number, and the day of the report."""

    sheet: Any
    header_row: int
    columns: Mapping[str, int]
    as_of: date

    def place(self, row: int, heading: str) -> str:
        """A cell as a spreadsheet names it: `Gaps!K14`."""
        cell = self.sheet.cell(row, self.columns[heading])
        return f"{self.sheet.title}!{cell.coordinate}"


class _WrongCell(Exception):
    """A cell that cannot be read, as a sentence of the catalogue."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


def decide(
    workbook: Path, drop: Path, warehouse: Path, decided_on: date | None, messages: Messages
) -> list[str]:
    """Put the workbook's decisions into the drop; returns what to say. WrongUsage where a cell is
    wrong, and then nothing was written."""
    sheet = _gap_sheet(workbook, _catalogues())
    decisions = _read(sheet, decided_on or sheet.as_of, messages)
    known = _open_gaps(warehouse)
    lost = [decision for decision in decisions if decision.gap_id not in known]
    taken = [decision for decision in decisions if decision.gap_id in known]
    path = drop / TABLE
    if taken:
        _write(path, [decision.row() for decision in taken])
    lines = [
        messages.text("cli_decide_gap_gone", place=decision.place, gap_id=decision.gap_id)
        for decision in lost
    ]
    if not decisions:
        return [messages.text("cli_decide_nothing", workbook=workbook)]
    return [*lines, messages.text("cli_decide_done", count=len(taken), path=path)]


def _catalogues() -> tuple[Messages, ...]:
    return tuple(Messages.load(language) for language in LANGUAGES)


def _gap_sheet(workbook: Path, catalogues: Sequence[Messages]) -> _Sheet:
    """The first sheet with all the headings of one language."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(workbook)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise WrongUsage("cli_decide_unreadable", workbook=workbook, detail=detail) from error
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=20):
            cells = {str(cell.value): cell.column for cell in row if cell.value is not None}
            for messages in catalogues:
                names = {name: messages.text(f"report_column_{name}") for name in _HEADINGS}
                if all(text in cells for text in names.values()):
                    columns = {name: cells[text] for name, text in names.items()}
                    return _Sheet(sheet, row[0].row, columns, _report_day(sheet, workbook))
    headings = ", ".join(f"«{catalogues[0].text(f'report_column_{name}')}»" for name in _HEADINGS)
    raise WrongUsage("cli_decide_no_sheet", workbook=workbook, headings=headings)


def _report_day(sheet: Any, workbook: Path) -> date:
    """The as-of date that the report prints above the gaps."""
    for row in sheet.iter_rows(max_row=3, max_col=1):
        if (found := re.search(r"\d{4}-\d{2}-\d{2}", str(row[0].value))) and (
            day := parse_date(found[0])
        ):
            return day
    raise WrongUsage("cli_decide_no_day", workbook=workbook)


def _read(sheet: _Sheet, decided_on: date, messages: Messages) -> list[Decision]:
    """The decisions of all rows; WrongUsage that names every wrong cell."""
    words = _words()
    decisions: list[Decision] = []
    wrong: list[str] = []
    seen: dict[str, str] = {}
    for row in range(sheet.header_row + 1, sheet.sheet.max_row + 1):
        try:
            decision = _decision(sheet, row, decided_on, words, messages)
            if decision is None:
                continue
            if decision.gap_id in seen:
                raise _WrongCell(
                    "cli_decide_twice",
                    place=decision.place,
                    gap_id=decision.gap_id,
                    first=seen[decision.gap_id],
                )
            seen[decision.gap_id] = decision.place
            decisions.append(decision)
        except _WrongCell as cell:
            wrong.append(messages.text(cell.code, **cell.fields))
    if wrong:
        raise WrongUsage(
            "cli_decide_refused", count=len(wrong), cells="\n".join(f"  - {text}" for text in wrong)
        )
    return decisions


def _decision(
    sheet: _Sheet, row: int, decided_on: date, words: Mapping[str, str], messages: Messages
) -> Decision | None:
    """The decision of one row, where somebody wrote one."""
    if all(_is_empty(sheet, row, name) for name in EDITABLE):
        return None
    word = _text(sheet, row, _DECISION)
    decision = words.get(word.casefold())
    if decision is None:
        allowed = ", ".join(messages.text(f"report_decide_{name}") for name in DECISIONS)
        code = "cli_decide_word" if word else "cli_decide_word_missing"
        place = sheet.place(row, _DECISION)
        raise _WrongCell(code, place=place, value=word, allowed=allowed)
    reason = _text(sheet, row, _REASON)
    if not reason:
        raise _WrongCell("cli_decide_reason_missing", place=sheet.place(row, _REASON))
    gap_id = _text(sheet, row, _GAP_ID)
    if not gap_id:
        raise _WrongCell("cli_decide_gap_missing", place=sheet.place(row, _GAP_ID))
    expires_on = _date(sheet, row, decided_on)
    owner, place = _text(sheet, row, _OWNER), sheet.place(row, _GAP_ID)
    return Decision(gap_id, decision, owner, reason, decided_on, expires_on, place)


def _words() -> dict[str, str]:
    """Each word for a decision, in both languages: the list's, the report's and the drop's."""
    words = {name: name for name in DECISIONS}
    for messages in _catalogues():
        for name in DECISIONS:
            for code in (f"report_decide_{name}", f"report_status_{name}"):
                words[messages.text(code).casefold()] = name
    return words


def _cell(sheet: _Sheet, row: int, heading: str) -> Any:
    return sheet.sheet.cell(row, sheet.columns[heading])


def _is_empty(sheet: _Sheet, row: int, heading: str) -> bool:
    value = _cell(sheet, row, heading).value
    return value is None or (isinstance(value, str) and not value.strip())


def _text(sheet: _Sheet, row: int, heading: str) -> str:
    """A cell as text; what would be worked out by the spreadsheet is refused."""
    cell = _cell(sheet, row, heading)
    if cell.data_type in ("f", "e"):
        place = sheet.place(row, heading)
        raise _WrongCell("cli_decide_formula", place=place, value=cell.value)
    if cell.value is None:
        return ""
    value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    return unescape_formula(str(value).strip())


def _date(sheet: _Sheet, row: int, decided_on: date) -> date | None:
    """The last day on which the decision holds: a date, not before the decision."""
    text = _text(sheet, row, _EXPIRES_ON)
    if not text:
        return None
    day = parse_date(text)
    place = sheet.place(row, _EXPIRES_ON)
    if day is None:
        raise _WrongCell("cli_decide_date", place=place, value=text)
    if day < decided_on:
        raise _WrongCell("cli_decide_expired", place=place, value=text, decided_on=decided_on)
    return day


def _open_gaps(warehouse: Path) -> set[str]:
    """The gaps that can be decided: those of the published warehouse that are not cured."""
    with duckdb.connect(str(warehouse), read_only=True) as marts:
        rows = marts.execute(
            "select gap_id from marts.fct_billing_gaps where status <> 'cured'"
        ).fetchall()
    return {gap_id for (gap_id,) in rows}


def _write(path: Path, taken: Sequence[Mapping[str, str]]) -> None:
    """Merge the rows into the table, whole or not at all; other rows and columns stay."""
    header, delimiter, rows = _existing(path)
    fields = [*header, *(name for name in COLUMNS if name not in header)]
    merged = {_key(row): row for row in rows}
    for row in taken:
        merged[_key(row)] = {**merged.get(_key(row), {}), **row}
    text = io.StringIO()
    table = csv.DictWriter(text, fields, delimiter=delimiter, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(merged.values())
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text.getvalue(), encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        raise WrongUsage(
            "cli_folder_unwritable", folder=path.parent, detail=error.strerror
        ) from error


def _existing(path: Path) -> tuple[list[str], str, list[dict[str, str]]]:
    """Header, delimiter and rows of the table as it is; nothing where there is none."""
    if not path.exists():
        return list(COLUMNS), ",", []
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        delimiter = ";" if first.count(";") > first.count(",") else ","
        file.seek(0)
        table = csv.DictReader(file, delimiter=delimiter)
        return list(table.fieldnames or COLUMNS), delimiter, list(table)


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    return row["gap_id"], row["decided_on"]
