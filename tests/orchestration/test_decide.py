"""Decisions go round: run, report, fill in the workbook, `hilo decide`, run again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from quality.reports.editing import escape_formula, unescape_formula
from tests.orchestration.test_gap_lives import IN_MAY, Company, company_in_may
from tests.runs import Ran, hilo

EDITABLE = ("Decision", "Decided by", "Reason of the decision", "Valid until")
TABLE = Path("decisions", "gap_decisions.csv")


@pytest.fixture(scope="module")
def company(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Six lines of May as of 31 May, and the report of them."""
    company = company_in_may(shared_folder, tmp_path_factory.mktemp("decide"))
    report(company, "report")
    return company


def report(company: Company, folder: str, language: str = "en") -> Path:
    output = company.folder / folder
    places = ("--warehouse", company.folder / "hilo.duckdb", "--output", output)
    assert hilo("report", *places, "--language", language).exit_code == 0
    return output / "gap_report.xlsx"


def fill_in(company: Company, name: str, cells: dict[str, tuple[Any, ...]]) -> tuple[Path, Any]:
    """A copy of the workbook with the editable cells of these gaps filled in, and its sheet."""
    book = openpyxl.load_workbook(company.folder / "report" / "gap_report.xlsx")
    sheet = book["Gaps"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    rows = {sheet.cell(row, headings["Gap id"]).value: row for row in range(5, sheet.max_row + 1)}
    for gap_id, values in cells.items():
        for heading, value in zip(EDITABLE, values, strict=True):
            sheet.cell(rows[gap_id], headings[heading]).value = value
    path = company.folder / name
    book.save(path)
    places = {
        (gap_id, heading): f"Gaps!{sheet.cell(row, headings[heading]).coordinate}"
        for gap_id, row in rows.items()
        for heading in (*EDITABLE, "Gap id")
    }
    return path, places


def decide(company: Company, workbook: Path, *options: str) -> Ran:
    places = ("--drop", company.folder / "drop", "--warehouse", company.folder / "hilo.duckdb")
    return hilo("decide", workbook, *places, *options)


def test_wrong_cells_are_named_and_nothing_is_written(company: Company) -> None:
    first, second, third, fourth = (
        f"not_billed@{line}L@2026-05-01" for line in ("K1", "K3", "K4", "K6")
    )
    workbook, places = fill_in(
        company,
        "wrong.xlsx",
        {
            first: ("acept", "Ana", "Small", None),
            second: ("accept", "Ana", None, None),
            third: ("accept", "Ana", "=1+1", None),
            fourth: ("accept", "Ana", "Small", "31/12/2026"),
            "over_billed@K5L@2026-05-01": (None, "Ana", None, None),
            "under_billed@K2L@2026-05-01": ("dispute", "Ana", "Asked", date(2026, 5, 30)),
        },
    )
    answer = decide(company, workbook)
    assert answer.exit_code == 2
    assert f"{places[first, 'Decision']}: «acept» is none of accept, dispute, correct" in (
        answer.complained
    )
    assert f"{places[second, 'Reason of the decision']}: the reason" in answer.complained
    assert f"{places[third, 'Reason of the decision']}: «=1+1» is a formula" in answer.complained
    assert f"{places[fourth, 'Valid until']}: «31/12/2026» is no date" in answer.complained
    assert f"{places['over_billed@K5L@2026-05-01', 'Decision']}: the decision" in answer.complained
    assert "2026-05-30 lies before the decision (2026-05-31)" in answer.complained
    assert not (company.folder / "drop" / TABLE).exists()


def test_a_workbook_that_is_none_is_refused(company: Company, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_text("gap_id,decision\n", encoding="utf-8")
    assert decide(company, other).exit_code == 2
    openpyxl.Workbook().save(other)
    answer = decide(company, other)
    assert answer.exit_code == 2
    assert "has no sheet with the columns" in answer.complained


def test_what_was_written_into_the_workbook_is_the_status_of_the_next_run(
    company: Company,
) -> None:
    company.write(
        "decisions/gap_decisions",
        "gap_id,decision,owner,reason,decided_on,note\n"
        "not_billed@K1L@2026-05-01,disputed,Eva,Old,2026-05-31,kept\n"
        "not_billed@K9L@2026-05-01,disputed,Eva,Other,2026-05-20,kept\n",
    )
    workbook, _ = fill_in(
        company,
        "right.xlsx",
        {
            "not_billed@K1L@2026-05-01": (
                "accept",
                "Ana",
                "'+1 month, by email",
                date(2026, 12, 31),
            ),
            "not_billed@K3L@2026-05-01": ("Disputar", None, 'Says "no", twice', None),
        },
    )
    answer = decide(company, workbook)
    assert answer.exit_code == 0, answer.complained
    assert (company.folder / "drop" / TABLE).read_text(encoding="utf-8") == (
        "gap_id,decision,owner,reason,decided_on,note,expires_on\n"
        'not_billed@K1L@2026-05-01,accepted,Ana,"+1 month, by email",2026-05-31,kept,2026-12-31\n'
        "not_billed@K9L@2026-05-01,disputed,Eva,Other,2026-05-20,kept,\n"
        'not_billed@K3L@2026-05-01,disputed,,"Says ""no"", twice",2026-05-31,,\n'
    )
    company.invoices([*IN_MAY, ("F4", "K4", 50000, "2026-05-04")])
    settings = company.folder / "hilo.toml"
    settings.write_text("[materiality.under_billed.CLP]\namount = 20000\n", encoding="utf-8")
    ran = company.run("2026-05-31", "--config", str(settings))
    statuses = dict(company.rows("select gap_id, status from marts.fct_billing_gaps"))
    assert statuses["not_billed@K1L@2026-05-01"] == "accepted"
    assert statuses["not_billed@K3L@2026-05-01"] == "disputed"
    assert "not_billed@K4L@2026-05-01" not in statuses

    # Below materiality: flagged, told apart, and still at risk.
    small = company.rows("select gap_id from marts.fct_billing_gaps where not is_material")
    assert small == [("under_billed@K2L@2026-05-01",)]
    assert company.rows(
        "select sum(risk_amount)::integer from marts.rpt_money_at_risk where not is_material"
    ) == [(10000,)]
    assert "below materiality in CLP: 1 gaps, 10,000 under" in ran.said

    # The workbook is older than this run: what it decides on is gone.
    gone, places = fill_in(
        company, "gone.xlsx", {"not_billed@K4L@2026-05-01": ("accept", "Ana", "Small", None)}
    )
    before = (company.folder / "drop" / TABLE).read_bytes()
    answer = decide(company, gone)
    assert answer.exit_code == 0
    where = places["not_billed@K4L@2026-05-01", "Gap id"]
    assert f"{where}: not_billed@K4L@2026-05-01 is no gap of the warehouse any more" in answer.said
    assert (company.folder / "drop" / TABLE).read_bytes() == before


def test_the_spanish_workbook_is_read_too(company: Company) -> None:
    book = openpyxl.load_workbook(report(company, "informe", "es"))
    sheet = book["Brechas"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(5, headings["Decisión"]).value = "corregir"
    sheet.cell(5, headings["Motivo de la decisión"]).value = "Se emitió"
    book.save(company.folder / "lleno.xlsx")
    assert decide(company, company.folder / "lleno.xlsx", "--as-of", "2026-06-01").exit_code == 0
    text = (company.folder / "drop" / TABLE).read_text(encoding="utf-8")
    assert (
        f"{sheet.cell(5, headings['Identificador']).value},corrected,,Se emitió,2026-06-01" in text
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "'quoted'", "plain"])
def test_what_was_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
