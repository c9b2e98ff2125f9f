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

from ingestion.formats.profile import TableProfile
from ingestion.formats.profiles import shipped_profiles
from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
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
from ingestion.formats.table_lines import TableLines, read_lines
from ingestion.formats.table_statement import statements_of
from ingestion.formats.text import DecodedText, decode
from ingestion.formats.workbook import is_spreadsheet, read_sheets

_HEAD_BYTES = 64_000


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
        return is_spreadsheet(data) or is_near(_layout_of_text(_head(data), profiles()).layout)

    def parse(data: bytes) -> ParsedFile:
        """Read every line of the table; one that cannot be read refuses the file."""
        if is_spreadsheet(data):
            return _parse_workbook(data, profiles())
        return _parse_text(decode(data), profiles())

    return StatementFormat("table", recognises, parse)


def _head(data: bytes) -> str:
    return decode(data[:_HEAD_BYTES]).text


def _layout_of_text(text: str, profiles: Sequence[TableProfile]) -> _Found:
    """The layout under the delimiter that gives one; else what comes nearest."""
    found: list[_Found] = []
    for delimiter in (";", ",", "\t", "|"):
        meant = [profile for profile in profiles if delimiter in profile.delimiters]
        layout = find_layout(_first_rows(text, delimiter), meant)
        found.append(_Found(delimiter, layout))
    whole = [one for one in found if isinstance(one.layout, Layout)]
    if whole:
        return max(whole, key=lambda one: _rank(one.layout))
    return max(found, key=lambda one: one.layout.found if isinstance(one.layout, NearMiss) else 0)


def _rank(layout: Layout | NearMiss | None) -> tuple[bool, bool, int]:
    if not isinstance(layout, Layout):
        return False, False, 0
    return layout.profile.is_own, not layout.profile.is_generic, len(layout.spans)


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
    found = _layout_of_text(decoded.text[:_HEAD_BYTES], profiles)
    layout = _known(found.layout, profiles)
    damage = (StatementWarning("bank_text_damaged", decoded.encoding),) * decoded.is_damaged
    lines = read_lines(layout, _csv_rows(decoded.text, found.delimiter), ())
    return ParsedFile(decoded.encoding, statements_of([lines], layout.profile, damage))


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
    """Sheets with the header are read, each a table; the others may hold its titles."""
    sheets = read_sheets(data)
    if not sheets:
        raise FileRefused("bank_file_empty")
    layouts = [find_layout(sheet.rows, profiles) for sheet in sheets]
    whole = [layout for layout in layouts if isinstance(layout, Layout)]
    near = [layout for layout in layouts if isinstance(layout, NearMiss)]
    best = (
        max(whole, key=_rank)
        if whole
        else _known(max(near, key=lambda miss: miss.found, default=None), profiles)
    )
    tables: list[TableLines] = []
    beside: list[Row] = []
    unread: list[StatementWarning] = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if not isinstance(layout, Layout):
            beside += sheet.rows
        elif layout.profile is not best.profile:
            unread.append(StatementWarning("bank_sheet_unread", sheet.name))
    for sheet, layout in zip(sheets, layouts, strict=True):
        if isinstance(layout, Layout) and layout.profile is best.profile:
            rows = enumerate(sheet.rows, start=1)
            tables.append(read_lines(layout, rows, beside))
    statements = statements_of(tables, best.profile, tuple(unread))
    return ParsedFile("xls" if data[:2] != b"PK" else "xlsx", statements)
