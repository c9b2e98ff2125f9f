"""The empty workbook of `hilo init --xlsx`: a sheet for each table, its columns explained.

Data flow: declared tables → sheets with a header each and notes on its names → bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from ingestion.sources.file_drop.tables import TABLES
from ingestion.sources.file_drop.workbook import sheet_name
from ingestion.tabular.columns import Column, Kind
from orchestration.lib.messages import Messages

# A text cell keeps the zeros that a number begins with; the others are numbers to Excel.
_CELLS: Mapping[Kind, str] = {
    Kind.TEXT: "@",
    Kind.CURRENCY: "@",
    Kind.PERIOD: "@",
    Kind.DATE: "yyyy-mm-dd",
}
_LEAST_WIDTH = 12


def blank_workbook(messages: Messages) -> bytes:
    """The workbook, in the reader's language where it explains."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        required = book.add_format({"bold": True, "bottom": 1})
        optional = book.add_format({"italic": True, "bottom": 1})
        cells = {form: book.add_format({"num_format": form}) for form in set(_CELLS.values())}
        for table in TABLES:
            sheet = book.add_worksheet(sheet_name(table))
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                form: Any = cells.get(_CELLS.get(column.kind, ""))
                sheet.set_column(place, place, max(len(column.name) + 2, _LEAST_WIDTH), form)
                sheet.write_string(
                    0, place, column.name, optional if column.is_nullable else required
                )
                sheet.write_comment(0, place, _explained(column, messages))
    return file.getvalue()


def _explained(column: Column, messages: Messages) -> str:
    """What the column holds, which values, and whether it may be empty."""
    sentences = [messages.text(f"cli_column_{column.kind}")]
    if column.allowed:
        sentences = [messages.text("cli_column_one_of", values=", ".join(column.allowed))]
    is_empty = "cli_column_may_be_empty" if column.is_nullable else "cli_column_must_be_there"
    return " ".join([*sentences, messages.text(is_empty)])
