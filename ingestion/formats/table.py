"""Reads the tables that banks and payment services export: CSV, XLSX and old XLS, by profile.

Data flow: bytes → rows (`csv` or a workbook's sheets) → the profile that its header tells → bank
lines → one statement per account, its balances from titles or from the running balance. Lines that
stand from new to old are turned round: which way they go, the running balance says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingestion.formats.archive import is_workbook
from ingestion.formats.profile import TableProfile
from ingestion.formats.profiles import shipped_profiles
from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementWarning,
)
from ingestion.formats.table_layout import (
    HEAD_ROWS,
    Layout,
    NearMiss,
    Row,
    find_layout,
    is_near,
)
from ingestion.formats.table_lines import read_lines
from ingestion.formats.table_rows import holds_lines
from ingestion.formats.table_statement import statements_of
from ingestion.formats.text import DecodedText, beginning, decode
from ingestion.formats.workbook import is_spreadsheet, read_sheets

_HEAD_SIZE = 64_000


@dataclass(frozen=True)
class _Found:
    delimiter: str
    layout: Layout | NearMiss | None


def table_format(own_profiles: Sequence[TableProfile] = ()) -> StatementFormat:
    """The format of tables that the firm's own profiles or ours describe."""

    def profiles() -> tuple[TableProfile, ...]:
        return (*own_profiles, *shipped_profiles())

    def recognises(data: bytes) -> bool:
        """Whether the bytes are a workbook, or text with most columns of a known layout."""
        return is_spreadsheet(data) or is_near(
            _layout_of_text(beginning(data, _HEAD_SIZE), profiles()).layout
        )

    def parse(data: bytes) -> ParsedFile:
        """Read every line of the table; one that cannot be read refuses the file."""
        if is_spreadsheet(data):
            return _parse_workbook(data, profiles())
        return _parse_text(decode(data), profiles())

    return StatementFormat("table", recognises, parse)


def _layout_of_text(text: str, profiles: Sequence[TableProfile]) -> _Found:
    """The layout under the delimiter that gives one; else what comes nearest."""
    found: list[_Found] = []
    # Where none of them stands in the text, any of them gives its one column.
    for delimiter in [one for one in (";", ",", "\t", "|") if one in text] or [","]:
        meant = [profile for profile in profiles if delimiter in profile.delimiters]
        layout = find_layout(_first_rows(text, delimiter), meant, delimiter)
        found.append(_Found(delimiter, layout))
    return max(found, key=lambda one: _nearness(one.layout))


def _nearness(layout: Layout | NearMiss | None) -> tuple[object, ...]:
    match layout:
        case Layout():
            return (1, *layout.rank)
        case NearMiss():
            return (0, layout.found)
        case None:
            return (0, 0)


def _first_rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:
        pass  # what comes before it may hold the header; the parser refuses the file
    return rows


def _known(layout: Layout | NearMiss | None, profiles: Iterable[TableProfile]) -> Layout:
    """The layout; FileRefused with what the nearest one lacks and the names of all."""
    if isinstance(layout, Layout):
        return layout
    names = ", ".join(profile.name for profile in profiles)
    if isinstance(layout, NearMiss) and is_near(layout):
        missing = ", ".join(layout.missing)
        raise FileRefused("bank_columns_missing", f"{layout.profile.name}: {missing} | {names}")
    raise FileRefused("bank_table_unknown", names)


def _parse_text(decoded: DecodedText, profiles: Sequence[TableProfile]) -> ParsedFile:
    found = _layout_of_text(decoded.text[:_HEAD_SIZE], profiles)
    layout = _known(found.layout, profiles)
    damage = (StatementWarning("bank_text_damaged", decoded.encoding),) * decoded.is_damaged
    lines = read_lines(layout, _csv_rows(decoded.text, found.delimiter), ())
    statements = statements_of(lines, layout.profile, damage)
    if not statements:
        raise FileRefused("bank_no_statement", layout.profile.name)
    return ParsedFile(decoded.encoding, statements)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    """Every row with the line it begins on. Strict: a stray quote would swallow the lines after."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun_on = 1
    try:
        for row in reader:
            yield begun_on, row
            begun_on = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused("bank_line_unreadable", str(error)[:60], begun_on) from error


def _parse_workbook(data: bytes, profiles: Sequence[TableProfile]) -> ParsedFile:
    """Every sheet with a known header is a table; the others may hold its titles, but no lines."""
    sheets = read_sheets(data)
    if not sheets:
        raise FileRefused("bank_file_empty")
    layouts = [find_layout(sheet.rows[:HEAD_ROWS], profiles) for sheet in sheets]
    best = _known(max(layouts, key=_nearness), profiles)
    beside: list[Row] = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if not isinstance(layout, Layout):
            if holds_lines(best, sheet.rows):
                raise FileRefused("bank_sheet_unread", sheet.name)
            beside += sheet.rows[:HEAD_ROWS]
    statements: list[Statement] = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if isinstance(layout, Layout):
            lines = read_lines(layout, enumerate(sheet.rows, start=1), beside)
            statements += statements_of(lines, layout.profile, ())
    if not statements:
        raise FileRefused("bank_no_statement", best.profile.name)
    return ParsedFile("xlsx" if is_workbook(data) else "xls", tuple(statements))
