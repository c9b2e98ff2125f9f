"""Reads Chile's Registro de Compras y Ventas: the CSV of one month that the SII exports.

Data flow: bytes → rows under a known header → `RegisterRow`s. A row without a number goes on with
the document above it (a further tax). Whose register it is stands in no row of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ingestion.formats.einvoices.checks import is_rut
from ingestion.formats.einvoices.document import (
    ZERO,
    DocumentWarning,
    ParsedEinvoices,
    RegisterRow,
    differing,
    total_of,
)
from ingestion.formats.statement import FileRefused
from ingestion.formats.text import decode

_SALES_PARTY, _PURCHASES_PARTY = "rut cliente", "rut proveedor"
_WHOLE = re.compile(r"-?[0-9]{1,14}", re.ASCII)
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})( .*)?", re.ASCII)
_COLUMNS = ("monto exento", "monto neto", "monto total")
_SALES_COLUMNS = (
    "monto iva", "fecha acuse recibo", "fecha reclamo", "tipo docto. referencia",
    "folio docto. referencia",
)  # fmt: skip
_PURCHASES_COLUMNS = ("monto iva recuperable", "monto iva no recuperable")
# Columns that are part of the total of some documents and not of others.
_AT_TIMES = re.compile(
    r"iva (retenido|no retenido|propio|terceros|uso comun|comision|fuera)|(neto|exento) comision|"
    r"impto\.|garantia|credito empresa|monto no fact|total monto|venta pasajes|tabacos"
)
# The SII writes a cell that it has no value for in any of these ways.
_EMPTY = ("", "-", "null")


def recognises(data: bytes) -> bool:
    """Whether the first line is the header of a register of sales or of purchases."""
    header = _header(decode(data[:3000]).text)
    return {"nro", "tipo doc", "folio", "fecha docto"} <= set(header) and (
        _SALES_PARTY in header or _PURCHASES_PARTY in header
    )


def read(data: bytes) -> ParsedEinvoices:
    """Every document of the register; a row that cannot be used says why and keeps its text."""
    decoded = decode(data)
    header = _header(decoded.text)
    _require_columns(header)
    rows: list[RegisterRow] = []
    reader = csv.reader(io.StringIO(decoded.text.lstrip("\ufeff")), delimiter=";")
    try:
        next(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            named = dict(zip(header, map(_said, cells), strict=False))
            if named.get("nro") or not rows:
                rows.append(_row(named, ";".join(cells), reader.line_num))
            else:
                rows[-1] = _continued(rows[-1], named)
    except csv.Error as error:
        code, line_number = "einvoice_register_unreadable", reader.line_num
        raise FileRefused(code, str(error)[:60], line_number) from error
    return ParsedEinvoices(decoded.encoding, register_rows=tuple(map(_with_sum_checked, rows)))


def _header(text: str) -> list[str]:
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return [cell.strip().strip('"').lower() for cell in first.split(";")]


def _require_columns(header: list[str]) -> None:
    """A column that has lost its name would be a register of documents without that amount."""
    of_kind = _SALES_COLUMNS if _SALES_PARTY in header else _PURCHASES_COLUMNS
    missing = [name for name in (*_COLUMNS, *of_kind) if name not in header]
    if missing:
        raise FileRefused("einvoice_field_missing", missing[0], 1)


def _row(cells: dict[str, str], raw_row: str, row_number: int) -> RegisterRow:
    is_sales = _SALES_PARTY in cells
    party = _SALES_PARTY if is_sales else _PURCHASES_PARTY
    tax = "monto iva" if is_sales else "monto iva recuperable"
    problem = next(_problems(cells, party, tax), None)
    is_plain = not any(
        text not in ("", "0") and _AT_TIMES.match(name) for name, text in cells.items()
    )
    return RegisterRow(
        row_number=row_number,
        register="sales" if is_sales else "purchases",
        type_code=_text(cells, "tipo doc"),
        number=_text(cells, "folio"),
        counterparty_tax_id=(_text(cells, party) or "").upper() or None,
        counterparty_name=_text(cells, "razon social"),
        issued_on=_day(cells, "fecha docto"),
        exempt=_amount(cells, "monto exento"),
        net=_amount(cells, "monto neto"),
        tax=_amount(cells, tax),
        other_taxes=_other_tax(cells),
        total=_amount(cells, "monto total"),
        response=_response(cells),
        reference_type=_text(cells, "tipo docto. referencia"),
        # Several folios stand in one cell, `200-300-400`.
        reference_numbers=tuple(
            part.strip()
            for part in (_text(cells, "folio docto. referencia") or "").split("-")
            if part.strip() not in ("", "0")
        ),
        problem=problem,
        raw_row=raw_row,
        unrecoverable=(_amount(cells, "monto iva no recuperable") or ZERO) if is_plain else None,
    )


def _with_sum_checked(row: RegisterRow) -> RegisterRow:
    """The row with a warning where its amounts do not sum to its total."""
    if row.problem or row.unrecoverable is None:
        return row
    parts = (row.exempt, row.net, row.tax, row.other_taxes, row.unrecoverable)
    found = differing(("einvoice_register_total_differs", total_of(parts), row.total))
    if not found:
        return row
    return replace(
        row,
        warnings=tuple(DocumentWarning(one.code, f"{row.number}: {one.value}") for one in found),
    )


def _continued(row: RegisterRow, cells: dict[str, str]) -> RegisterRow:
    """The document above with a further tax; a row that names another document is astray."""
    if (_text(cells, "tipo doc"), _text(cells, "folio")) != (row.type_code, row.number):
        problem = ("einvoice_register_row_astray", "nro", _text(cells, "folio") or "")
        return replace(row, problem=row.problem or problem)
    return replace(row, other_taxes=row.other_taxes + _other_tax(cells))


def _problems(cells: dict[str, str], party: str, tax: str) -> Iterator[tuple[str, str, str]]:
    for name in ("tipo doc", "folio", party, "fecha docto", "monto total"):
        if _text(cells, name) is None:
            yield "einvoice_register_field_missing", name, ""
    if (rut := _text(cells, party)) and not is_rut(rut):
        yield "einvoice_register_rut_unreadable", party, rut
    if (day := _text(cells, "fecha docto")) and _day(cells, "fecha docto") is None:
        yield "einvoice_register_date_unreadable", "fecha docto", day
    for name in ("monto exento", "monto neto", tax, "monto total"):
        if (amount := _text(cells, name)) and not _WHOLE.fullmatch(amount):
            yield "einvoice_register_amount_unreadable", name, amount


def _said(cell: str) -> str:
    """What a cell says; nothing where the SII has no value for it."""
    text = cell.strip()
    return "" if text.lower() in _EMPTY else text


def _text(cells: dict[str, str], name: str) -> str | None:
    return cells.get(name) or None


def _amount(cells: dict[str, str], name: str) -> Decimal | None:
    """Whole pesos: the register knows no decimals."""
    text = _text(cells, name)
    return Decimal(text) if text and _WHOLE.fullmatch(text) else None


def _other_tax(cells: dict[str, str]) -> Decimal:
    names = ("valor otro imp.", "valor otro impuesto")
    return next((amount for name in names if (amount := _amount(cells, name))), ZERO)


def _day(cells: dict[str, str], name: str) -> date | None:
    found = _DAY.fullmatch(_text(cells, name) or "")
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _response(cells: dict[str, str]) -> str | None:
    """A claim rejects, an acknowledgement accepts; silence is not judged here."""
    if _text(cells, "fecha reclamo"):
        return "rejected"
    if _text(cells, "fecha acuse recibo") or _text(cells, "fecha acuse"):
        return "accepted"
    return None
