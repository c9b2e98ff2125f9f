"""Sheets of the gap report's workbook that people fill in, read cell by cell.

Data flow: gap_report.xlsx, edited → `Sheet`s found by their headings → decisions, and a sentence
for each cell that cannot be read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from orchestration.lib.messages import LANGUAGES, Messages, WrongUsage
from orchestration.settings import parse_date
from quality.reports.editing import unescape_formula


class WrongCell(Exception):
    """A cell that cannot be read, as a sentence of the catalogue."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class Decided(Protocol):
    """What a row decides on, and the cell that names it."""

    @property
    def identifier(self) -> str: ...
    @property
    def place(self) -> str: ...


D = TypeVar("D", bound=Decided)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its headings by column number, the report's language and its day."""

    sheet: Any
    header_row: int
    columns: Mapping[str, int]
    language: str
    as_of: date

    def place(self, row: int, heading: str) -> str:
        """A cell as a spreadsheet names it: `Gaps!K14`."""
        cell = self.sheet.cell(row, self.columns[heading])
        return f"{self.sheet.title}!{cell.coordinate}"

    def is_empty(self, row: int, heading: str) -> bool:
        """Whether nobody wrote into the cell; blanks are nothing."""
        value = self.sheet.cell(row, self.columns[heading]).value
        return value is None or (isinstance(value, str) and not value.strip())

    def text(self, row: int, heading: str) -> str:
        """A cell as text; WrongCell where a spreadsheet would work it out."""
        cell = self.sheet.cell(row, self.columns[heading])
        if cell.data_type in ("f", "e"):
            raise WrongCell("cli_decide_formula", place=self.place(row, heading), value=cell.value)
        if cell.value is None:
            return ""
        value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        return unescape_formula(str(value).strip())

    def required(self, row: int, heading: str, code: str) -> str:
        """A cell as text; WrongCell of that code where it is empty."""
        text = self.text(row, heading)
        if not text:
            raise WrongCell(code, place=self.place(row, heading))
        return text

    def word(
        self, row: int, heading: str, words: Mapping[str, str], names: Iterable[str],
        messages: Messages,
    ) -> str:  # fmt: skip
        """The decision that a cell's word stands for; WrongCell where it stands for none."""
        word = self.text(row, heading)
        if (decision := words.get(word.casefold())) is not None:
            return decision
        raise WrongCell(
            "cli_decide_word" if word else "cli_decide_word_missing",
            place=self.place(row, heading),
            value=word,
            allowed=", ".join(messages.text(f"report_decide_{name}") for name in names),
        )


@cache
def catalogues() -> tuple[Messages, ...]:
    """The catalogue in each language: a workbook may be of any, whatever the command speaks."""
    return tuple(Messages.load(language) for language in LANGUAGES)


def words_of(names: Sequence[str], *kinds: str) -> dict[str, str]:
    """Each word for a decision, in both languages: its own name, and those of `report_<kind>_`."""
    words = {name: name for name in names}
    for messages in catalogues():
        for name in names:
            words |= {messages.text(f"report_{kind}_{name}").casefold(): name for kind in kinds}
    return words


def open_workbook(workbook: Path) -> Any:
    """The workbook with its formulas as they stand; WrongUsage where it is none."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(workbook)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise WrongUsage("cli_decide_unreadable", workbook=workbook, detail=detail) from error


def find_sheet(book: Any, workbook: Path, headings: Sequence[str]) -> Sheet | None:
    """The first sheet with all these headings in one language. The first of them names the row;
    WrongUsage where a sheet has it and some of the others: what they hold would be lost."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=20):
            cells = {str(cell.value): cell.column for cell in row if cell.value is not None}
            for messages in catalogues():
                texts = {name: messages.text(f"report_column_{name}") for name in headings}
                lacking = [text for text in texts.values() if text not in cells]
                if not lacking:
                    columns = {name: cells[text] for name, text in texts.items()}
                    day = _report_day(sheet, workbook)
                    return Sheet(sheet, row[0].row, columns, messages.language, day)
                if texts[headings[0]] in cells and len(lacking) < len(headings) - 1:
                    raise WrongUsage(
                        "cli_decide_heading_missing",
                        workbook=workbook,
                        sheet=sheet.title,
                        headings=", ".join(f"«{text}»" for text in lacking),
                    )
    return None


def _report_day(sheet: Any, workbook: Path) -> date:
    """The as-of date that the report prints above each sheet."""
    for row in sheet.iter_rows(max_row=3, max_col=1):
        if (found := re.search(r"\d{4}-\d{2}-\d{2}", str(row[0].value))) and (
            day := parse_date(found[0])
        ):
            return day
    raise WrongUsage("cli_decide_no_day", workbook=workbook)


def read_rows(
    sheet: Sheet, editable: Sequence[str], read: Callable[[int], D], messages: Messages
) -> tuple[list[D], list[str]]:
    """What `read` makes of each row that somebody wrote into, and what is wrong, in words."""
    decisions: list[D] = []
    wrong: list[str] = []
    seen: dict[str, str] = {}
    for row in range(sheet.header_row + 1, sheet.sheet.max_row + 1):
        if all(sheet.is_empty(row, name) for name in editable):
            continue
        try:
            decision = read(row)
            first = seen.setdefault(decision.identifier, decision.place)
            if first != decision.place:
                raise WrongCell(
                    "cli_decide_twice",
                    place=decision.place,
                    identifier=decision.identifier,
                    first=first,
                )
            decisions.append(decision)
        except WrongCell as cell:
            wrong.append(messages.text(cell.code, **cell.fields))
    return decisions, wrong
