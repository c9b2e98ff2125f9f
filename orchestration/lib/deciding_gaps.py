"""Decisions on gaps: what people wrote into the workbook's gaps, as rows of the drop's table.

Data flow: sheet of gaps → `GapDecision`s and wrong cells → `decisions/gap_decisions.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from orchestration.lib.decision_sheets import Sheet, WrongCell, read_rows, words_of
from orchestration.lib.decision_tables import DecisionTable, Reading
from orchestration.lib.messages import Messages
from orchestration.settings import parse_date
from quality.reports.editing import DECISIONS, EDITABLE

TABLE = DecisionTable(
    Path("decisions", "gap_decisions.csv"),
    ("gap_id", "decision", "owner", "reason", "decided_on", "expires_on"),
    ("gap_id", "decided_on"),
)

# The columns of the sheet that are read: the gap, and what people filled in.
_GAP_ID, _DECISION, _OWNER, _REASON, _EXPIRES_ON = HEADINGS = ("gap_id", *EDITABLE)


@dataclass(frozen=True)
class GapDecision:
    """One decision, and the cell of the gap that it names."""

    identifier: str
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
        values = (self.identifier, self.decision, self.owner, self.reason, decided_on, expires_on)
        return dict(zip(TABLE.columns, values, strict=True))


def read_gap_decisions(
    sheet: Sheet, marts: duckdb.DuckDBPyConnection, decided_on: date, messages: Messages
) -> Reading:
    """The decisions of the sheet of gaps; those on a gap that is gone are told and left out."""
    words = words_of(DECISIONS, "decide", "status")
    decisions, wrong = read_rows(
        sheet, EDITABLE, lambda row: _decision(sheet, row, decided_on, words, messages), messages
    )
    known = _open_gaps(marts)
    lost = [decision for decision in decisions if decision.identifier not in known]
    told = [
        messages.text("cli_decide_gap_gone", place=decision.place, gap_id=decision.identifier)
        for decision in lost
    ]
    taken = [decision.row() for decision in decisions if decision.identifier in known]
    return Reading(TABLE, tuple(taken), tuple(told), tuple(wrong), "cli_decide_done")


def _decision(
    sheet: Sheet, row: int, decided_on: date, words: Mapping[str, str], messages: Messages
) -> GapDecision:
    """The decision of one row."""
    decision = sheet.word(row, _DECISION, words, DECISIONS, messages)
    reason = sheet.required(row, _REASON, "cli_decide_reason_missing")
    gap_id = sheet.required(row, _GAP_ID, "cli_decide_gap_missing")
    expires_on = _expires_on(sheet, row, decided_on)
    owner, place = sheet.text(row, _OWNER), sheet.place(row, _GAP_ID)
    return GapDecision(gap_id, decision, owner, reason, decided_on, expires_on, place)


def _expires_on(sheet: Sheet, row: int, decided_on: date) -> date | None:
    """The last day on which the decision holds: a date, not before the decision."""
    text = sheet.text(row, _EXPIRES_ON)
    if not text:
        return None
    day = parse_date(text)
    place = sheet.place(row, _EXPIRES_ON)
    if day is None:
        raise WrongCell("cli_decide_date", place=place, value=text)
    if day < decided_on:
        raise WrongCell("cli_decide_expired", place=place, value=text, decided_on=decided_on)
    return day


def _open_gaps(marts: duckdb.DuckDBPyConnection) -> set[str]:
    """The gaps that can be decided: those of the published warehouse that are not cured."""
    rows = marts.execute(
        "select gap_id from marts.fct_billing_gaps where status <> 'cured'"
    ).fetchall()
    return {gap_id for (gap_id,) in rows}
