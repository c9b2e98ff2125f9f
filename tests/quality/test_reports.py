"""The gap report: whole in one file, readable on a phone, and safe to open in a spreadsheet."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from orchestration.cli import main
from quality.reports.editing import escape_formula
from tests.runs import Published, hilo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = 390


@pytest.fixture(scope="module", params=["es", "en"])
def report(
    published: Published, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[str, Path]:
    """The report of all stories in one language."""
    folder = tmp_path_factory.mktemp(f"report_{request.param}")
    with contextlib.redirect_stdout(io.StringIO()):
        arguments = ["report", "--warehouse", str(published.warehouse), "--output", str(folder)]
        assert main([*arguments, "--language", request.param]) == 0
    return request.param, folder


def test_the_page_fetches_nothing(report: tuple[str, Path]) -> None:
    page = (report[1] / "gap_report.html").read_text(encoding="utf-8")
    assert re.findall(r"""<(?:script|img|link|iframe)[^>]*(?:src|href)=["']?\w+:""", page) == []
    own = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"""@import|url\(["']?https?:""", own) == []


def test_the_page_tells_every_gap_with_its_arithmetic(
    report: tuple[str, Path], published: Published
) -> None:
    language, folder = report
    page = (folder / "gap_report.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in page
    gaps = published.rows("select gap_id from marts.fct_billing_gaps where status = 'open'")
    assert [gap["gap_id"] for gap in gaps if gap["gap_id"] not in page] == []
    assert ("Arithmetic" if language == "en" else "Cálculo") in page


def test_the_same_warehouse_gives_the_same_page(published: Published, tmp_path: Path) -> None:
    pages = []
    for name in ("one", "two"):
        assert (
            hilo(
                "report", "--warehouse", published.warehouse, "--output", tmp_path / name
            ).exit_code
            == 0
        )
        pages.append((tmp_path / name / "gap_report.html").read_bytes())
    assert pages[0] == pages[1]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the page in")
def test_the_page_fits_a_phone(report: tuple[str, Path], tmp_path: Path) -> None:
    """A frame as wide as a phone holds the page; the browser says how wide the page wants to be."""
    page = report[1] / "gap_report.html"
    probe = page.with_name("probe.html")
    probe.write_text(
        f"""<iframe id="phone" src="{page.name}"
            style="width:{PHONE}px; height:800px; border:0"></iframe>
        <script>onload = () => setTimeout(() => {{
            const inner = document.getElementById("phone").contentDocument.documentElement
            document.title = inner.scrollWidth
            document.body.append("scroll-width:" + inner.scrollWidth)
        }}, 1500)</script>""",
        encoding="utf-8",
    )
    dumped = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu",
            "--allow-file-access-from-files", f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=6000", "--dump-dom", probe.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    widths = re.findall(r"scroll-width:(\d+)", dumped.stdout)
    assert widths, dumped.stderr[-500:]
    assert int(widths[-1]) <= PHONE


def test_the_workbook_holds_numbers_with_their_currency(report: tuple[str, Path]) -> None:
    workbook = openpyxl.load_workbook(report[1] / "gap_report.xlsx")
    assert len(workbook.sheetnames) >= 4
    for sheet in workbook:
        assert sheet.freeze_panes is not None, sheet.title
    risk, gaps = workbook.worksheets[0], workbook.worksheets[1]
    numbers = [
        cell for sheet in (risk, gaps) for row in sheet.iter_rows(min_row=2) for cell in row
        if isinstance(cell.value, int | float)
    ]  # fmt: skip
    assert numbers


def test_no_cell_of_the_workbook_is_a_formula(report: tuple[str, Path]) -> None:
    workbook = openpyxl.load_workbook(report[1] / "gap_report.xlsx")
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_cash_without_a_match_says_why_in_words(
    report: tuple[str, Path], published: Published
) -> None:
    reasons = published.rows(
        "select distinct match_status_reason as code from marts.rpt_unmatched_cash "
        "where match_status_reason is not null"
    )
    page = (report[1] / "gap_report.html").read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(report[1] / "gap_report.xlsx")
    cells = {cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert reasons
    assert [row["code"] for row in reasons if f">{row['code']}<" in page] == []
    assert [row["code"] for row in reasons if row["code"] in cells] == []


def test_every_term_that_a_won_deal_lacks_is_told(
    report: tuple[str, Path], published: Published
) -> None:
    language, folder = report
    lacking = published.rows("select * from marts.rpt_deal_readiness")
    page = (folder / "gap_report.html").read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(folder / "gap_report.xlsx")
    cells = {cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row}
    explanation = "explanation" if language == "en" else "explanation_es"
    assert lacking
    assert [row["record_id"] for row in lacking if row[f"term_name_{language}"] not in page] == []
    assert [row["source_record"] for row in lacking if row["source_record"] not in page] == []
    assert [row[explanation] for row in lacking if row[explanation] not in cells] == []


def test_recurring_revenue_leads_from_opening_to_closing_in_page_and_workbook(
    report: tuple[str, Path], published: Published
) -> None:
    language, folder = report
    told = published.rows(
        "select * from marts.rpt_recurring_revenue order by currency, movement_month"
    )
    page = (folder / "gap_report.html").read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(folder / "gap_report.xlsx")
    sheet = workbook["Recurring revenue" if language == "en" else "Ingreso recurrente"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert told
    # Month, customers, opening, seven kinds of movement, closing: as the sheet has them.
    assert [row[0].date() for row in rows] == [row["movement_month"] for row in told]
    assert [_amount(row[2]) + sum(map(_amount, row[3:10])) for row in rows] == [
        row["closing_amount"] for row in told
    ]
    assert [_amount(row[10]) for row in rows] == [row["closing_amount"] for row in told]
    minor_units = {
        row["currency"]: row["minor_units"]
        for row in published.rows("select currency, minor_units from marts.dim_currencies")
    }
    for currency, row in {row["currency"]: row for row in told}.items():
        amount = f"{row['closing_amount']:,.{minor_units[currency]}f}"
        if language == "es":
            amount = amount.translate(str.maketrans(",.", ".,"))
        assert f'id="recurring-bridge-{currency.lower()}"' in page
        assert f"MRR {currency}\N{NO-BREAK SPACE}{amount}" in page


def _amount(number: float) -> Decimal:
    """A cell of the workbook, which holds floats: an amount has four decimals."""
    return round(Decimal(repr(number)), 4)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert escape_formula(text) == f"'{text}"
    assert escape_formula(f"a{text}") == f"a{text}"
