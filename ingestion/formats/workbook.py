"""Reads the sheets of an Excel file, new (XLSX) or old (XLS), into rows of exact cells.

Data flow: bytes → checked structure (sizes, no DOCTYPE, cells without a value) → calamine → rows.
Excel keeps every number as a binary float of which 15 digits count: a number cell is read as the
decimal of these digits, so 0.1 is 0.1 and a sum shown as 0.3 is not 0.30000000000000004. Document
numbers longer than that are lost in Excel itself.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine
from lxml import etree

from ingestion.formats.archive import is_workbook, parts
from ingestion.formats.cells import Cell
from ingestion.formats.compound import OLE_SIGNATURE, check_old_workbook
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import XmlRefused, parse_xml

MAX_CELLS = 2_000_000  # of the rectangle that a sheet spans: a reader holds it whole
UNWORKED, ERROR = "formula_without_value", "cell_is_error"
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


Place = tuple[int, int]  # row and column, from 0
_Flaws = Mapping[str, Mapping[Place, str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the first one, each as wide as the widest, from its first column."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first_column: int = 0
    merged: tuple[tuple[Place, Place], ...] = ()  # first and last cell of each region
    flaws: Mapping[Place, str] = field(default_factory=dict)  # a cell without value: why


def is_spreadsheet(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook, new or old."""
    return data.startswith(OLE_SIGNATURE) or is_workbook(data)


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet that holds a cell; FileRefused where the workbook cannot be trusted or read."""
    sheets = tuple(sheet for sheet in read_all_sheets(data) if sheet.rows)
    for sheet in sheets:
        for (row, column), code in sheet.flaws.items():
            if code == UNWORKED:
                raise FileRefused(
                    "bank_formula_without_value", f"{sheet.name}!{cell_name(row, column)}"
                )
    return sheets


def read_all_sheets(data: bytes, *, with_times: bool = False) -> tuple[Sheet, ...]:
    """Every sheet, also empty ones, with what is wrong in single cells; FileRefused as above.

    A moment is its day, or itself `with_times`, where it is not midnight.
    """
    flaws: _Flaws = {}
    if data.startswith(OLE_SIGNATURE):
        check_old_workbook(data, MAX_CELLS)
    elif is_workbook(data):
        flaws = _checked_parts(data)
    else:
        raise FileRefused("bank_workbook_broken", "≠ Excel")
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return tuple(
            _sheet(book.get_sheet_by_name(name), flaws.get(name, {}), with_times)
            for name in _names(book)
        )
    except python_calamine.PasswordError as error:
        raise FileRefused("bank_workbook_locked") from error
    except FileRefused:
        raise
    except BaseException as error:
        # Calamine's own errors are no exceptions of Python, and its panics no `Exception`.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise FileRefused("bank_workbook_broken", " ".join(str(error).split())[:120]) from error


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet calls it: `B3`."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _sheet(
    sheet: python_calamine.CalamineSheet, flaws: Mapping[Place, str], with_times: bool
) -> Sheet:
    if sheet.end is None:
        return Sheet(sheet.name, ())
    rows = tuple(tuple(_cell(value, with_times) for value in row) for row in _rows(sheet))
    _, first_column = sheet.start or (0, 0)
    return Sheet(sheet.name, rows, first_column, tuple(sheet.merged_cell_ranges or ()), flaws)


def _names(book: python_calamine.CalamineWorkbook) -> Iterator[str]:
    for sheet in book.sheets_metadata:
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield sheet.name


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Sequence[object]]:
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise FileRefused("bank_sheet_too_large", sheet.name)
    yield from sheet.iter_rows()


def _cell(value: object, with_times: bool) -> Cell:
    match value:
        case str():
            return value.strip()
        case bool():
            return str(value).upper()
        case int():
            return Decimal(value)
        case float():
            return Decimal(f"{value:.15g}") if math.isfinite(value) else str(value)
        case datetime():
            return value if with_times and value.time() != time() else value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
        case _:
            return ""


def _checked_parts(data: bytes) -> _Flaws:
    """The whole of it unpacks within bounds; cells without a value, by the name of their sheet."""
    flaws: dict[str, dict[Place, str]] = {}
    links: dict[str, bytes] = {}
    seen: set[str] = set()
    for name, content in parts(data):
        if name in seen:
            raise FileRefused("bank_workbook_broken", name)
        seen.add(name)
        letters = content.replace(b"\x00", b"")
        if _DOCTYPE.search(letters):
            raise FileRefused("bank_doctype_refused")
        if name in (_BOOK, _LINKS):
            links[name] = content
        # A sheet may stand under any name: the workbook's own links say where.
        if b"sheetData" in letters:
            flaws[name] = _checked_sheet(name.rpartition("/")[2].removesuffix(".xml"), content)
    names = _sheet_names(links)
    for part, found in flaws.items():
        if part not in names and UNWORKED in found.values():
            raise FileRefused("bank_formula_without_value", part)
    return {names[part]: found for part, found in flaws.items() if part in names}


def _sheet_names(links: Mapping[str, bytes]) -> dict[str, str]:
    """The name of the sheet in each part, by the workbook's own links."""
    if len(links) < 2:
        return {}
    try:
        book, relations = (parse_xml(links[name]) for name in (_BOOK, _LINKS))
    except XmlRefused as error:
        raise FileRefused("bank_workbook_broken", error.detail[:120]) from error
    targets = {one.get("Id"): one.get("Target", "") for one in relations.iter("{*}Relationship")}
    names = {}
    for sheet in book.iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        names[part] = sheet.get("name", "")
    return names


def _checked_sheet(name: str, content: bytes) -> dict[Place, str]:
    """Every cell has a place that Excel knows, all of them span a bounded rectangle."""
    flaws: dict[Place, str] = {}
    height = width = place = 0
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True
        ):
            stated = element.get("r")
            if element.tag.endswith("row"):
                # A row without cells counts as well: it moves those below it.
                height, place = max(height + 1, _row_number(stated, name) if stated else 0), 0
            else:
                place += 1
                row, column = _place(stated, name) if stated else (1, place)
                height, width = max(height, row), max(width, column)
                if flaw := _flaw(element):
                    flaws[(row - 1, column - 1)] = flaw
            if height * width > MAX_CELLS:
                raise FileRefused("bank_sheet_too_large", name)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise FileRefused("bank_workbook_broken", str(error)[:120]) from error
    return flaws


def _row_number(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise FileRefused("bank_workbook_broken", f"{name}!{text[:20]}")
    return int(text)


def _place(text: str, name: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if not found:
        raise FileRefused("bank_workbook_broken", f"{name}!{text[:20]}")
    return int(found[2]), _column_number(found[1])


def _flaw(cell: etree._Element) -> str | None:
    """A formula that no one has worked out; one whose result is an empty text says so (`str`)."""
    if cell.get("t") == "e":
        return ERROR
    if next(cell.iterchildren("{*}f"), None) is None or cell.get("t") == "str":
        return None
    value = cell.find("{*}v")
    return UNWORKED if value is None or not (value.text or "").strip() else None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
