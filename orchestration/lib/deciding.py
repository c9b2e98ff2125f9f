"""`hilo decide`: what people decided in the gap report's workbook, put into the drop.

Data flow: gap_report.xlsx, edited → a `Reading` a sheet → `decisions/*.csv`. Nothing is written
while any cell of any sheet is wrong; a decision replaces the one of the same key and day.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from orchestration.lib import deciding_gaps, deciding_payments
from orchestration.lib.decision_sheets import Sheet, catalogues, find_sheet, open_workbook
from orchestration.lib.decision_tables import Reading, write_tables
from orchestration.lib.messages import Messages, WrongUsage


def decide(
    workbook: Path, drop: Path, warehouse: Path, decided_on: date | None, messages: Messages
) -> list[str]:
    """Put the workbook's decisions into the drop; returns what to say. WrongUsage where a cell is
    wrong, and then nothing was written."""
    book = open_workbook(workbook)
    gaps = find_sheet(book, workbook, deciding_gaps.HEADINGS)
    payments = find_sheet(book, workbook, deciding_payments.HEADINGS)
    if gaps is None and payments is None:
        raise WrongUsage("cli_decide_no_sheet", workbook=workbook, headings=_headings())
    readings = _readings(gaps, payments, drop, warehouse, decided_on, messages)
    if wrong := [text for reading in readings for text in reading.wrong]:
        cells = "\n".join(f"  - {text}" for text in wrong)
        raise WrongUsage("cli_decide_refused", count=len(wrong), cells=cells)
    if not readings:
        return [messages.text("cli_decide_nothing", workbook=workbook)]
    write_tables(
        {
            drop / reading.table.path: reading.table.merged(drop, reading.rows)
            for reading in readings
            if reading.rows
        }
    )
    return [
        *(text for reading in readings for text in reading.told),
        *(
            messages.text(reading.written, count=len(reading.rows), path=drop / reading.table.path)
            for reading in readings
        ),
    ]


def _readings(
    gaps: Sheet | None,
    payments: Sheet | None,
    drop: Path,
    warehouse: Path,
    decided_on: date | None,
    messages: Messages,
) -> list[Reading]:
    """What each sheet gave in which somebody decided something; a decision is of the report's day
    unless another is given."""
    readings = []
    with duckdb.connect(str(warehouse), read_only=True) as marts:
        if gaps:
            day = decided_on or gaps.as_of
            readings.append(deciding_gaps.read_gap_decisions(gaps, marts, day, messages))
        if payments:
            day = decided_on or payments.as_of
            readings.append(
                deciding_payments.read_payment_decisions(payments, marts, day, drop, messages)
            )
    return [reading for reading in readings if not reading.is_empty]


def _headings() -> str:
    """The columns of the sheet of gaps, in the first language."""
    messages, *_ = catalogues()
    names = (messages.text(f"report_column_{name}") for name in deciding_gaps.HEADINGS)
    return ", ".join(f"«{name}»" for name in names)
