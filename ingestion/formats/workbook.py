"""Reads the sheets of an Excel file, new (XLSX) or old (XLS), into rows of exact cells.

Data flow: bytes → checked structure (sizes, no DOCTYPE, formulas have values) → calamine → rows.
Excel keeps every number as a binary float of which 15 digits count: a number cell is read as the
decimal of these digits, so 0.1 is 0.1 and a sum shown as 0.3 is not 0.30000000000000004. Document
numbers longer than that are lost in Excel itself.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine
from lxml import etree

from ingestion.formats.archive import is_workbook, parts
from ingestion.formats.cells import Cell
from ingestion.formats.compound import OLE_SIGNATURE, check_old_workbook
from ingestion.formats.statement import FileRefused

MAX_CELLS = 2_000_000  # of the rectangle that a sheet spans: a reader holds it whole
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the first one, each as wide as the widest."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def is_spreadsheet(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook, new or old."""
    return data.startswith(OLE_SIGNATURE) or is_workbook(data)


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet that holds a cell; FileRefused where the workbook cannot be trusted or read."""
    if data.startswith(OLE_SIGNATURE):
        check_old_workbook(data, MAX_CELLS)
    else:
        _check_parts(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in _names(book)]
        return tuple(
            Sheet(sheet.name, tuple(tuple(_cell(value) for value in row) for row in _rows(sheet)))
            for sheet in sheets
            if sheet.end is not None
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


def _names(book: python_calamine.CalamineWorkbook) -> Iterator[str]:
    for sheet in book.sheets_metadata:
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield sheet.name


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Sequence[object]]:
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise FileRefused("bank_sheet_too_large", sheet.name)
    yield from sheet.iter_rows()


def _cell(value: object) -> Cell:
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
            return value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
        case _:
            return ""


def _check_parts(data: bytes) -> None:
    """The whole of it unpacks within bounds, and no sheet hides a formula without its value."""
    names: set[str] = set()
    for name, content in parts(data):
        if name in names:
            raise FileRefused("bank_workbook_broken", name)
        names.add(name)
        letters = content.replace(b"\x00", b"")
        if _DOCTYPE.search(letters):
            raise FileRefused("bank_doctype_refused")
        # A sheet may stand under any name: the workbook's own links say where.
        if b"sheetData" in letters:
            _check_sheet(name.rpartition("/")[2].removesuffix(".xml"), content)


def _check_sheet(name: str, content: bytes) -> None:
    """Every cell has a place that Excel knows, all of them span a bounded rectangle."""
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
                if _lacks_value(element):
                    raise FileRefused("bank_formula_without_value", f"{name}!{stated or ''}")
            if height * width > MAX_CELLS:
                raise FileRefused("bank_sheet_too_large", name)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise FileRefused("bank_workbook_broken", str(error)[:120]) from error


def _row_number(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise FileRefused("bank_workbook_broken", f"{name}!{text[:20]}")
    return int(text)


def _place(text: str, name: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if not found:
        raise FileRefused("bank_workbook_broken", f"{name}!{text[:20]}")
    return int(found[2]), _column_number(found[1])


def _lacks_value(cell: etree._Element) -> bool:
    """A formula that no one has worked out; one whose result is an empty text says so (`str`)."""
    if next(cell.iterchildren("{*}f"), None) is None or cell.get("t") == "str":
        return False
    value = cell.find("{*}v")
    return value is None or not (value.text or "").strip()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
