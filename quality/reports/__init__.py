"""The gap report: one HTML page and one workbook from a published warehouse, or a closed month.

Data flow: published or frozen marts → `ReportFacts` → `gap_report.html`, `gap_report.xlsx`.
Run: `hilo report --warehouse FILE`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PAGE = "gap_report.html"
WORKBOOK = "gap_report.xlsx"


def write_report(
    warehouse: Path, output: Path, language: str, messages: Mapping[str, str]
) -> tuple[Path, ...]:
    """Write both files below `output` in Spanish (`es`) or English (`en`); returns their paths."""
    from quality.reports.facts import read_facts
    from quality.reports.page import render_page
    from quality.reports.wording import Wording
    from quality.reports.workbook import write_workbook

    facts = read_facts(warehouse)
    wording = Wording(language, messages, facts.minor_units)
    output.mkdir(parents=True, exist_ok=True)
    (output / PAGE).write_text(render_page(facts, wording), encoding="utf-8")
    write_workbook(facts, wording, output / WORKBOOK)
    return output / PAGE, output / WORKBOOK
