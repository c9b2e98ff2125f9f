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
PAYMENT_EDITABLE = ("Does it pay documents?", "Which documents", "Who decides", "Why")
TABLE = Path("decisions", "gap_decisions.csv")
PAYMENTS = Path("decisions", "match_decisions.csv")

# What C1 owes besides its contracts; D1 and D2 bear the same number.
OWED = (
    ("T1", "N-1", 7000),
    ("T2", "N-2", 7000),
    ("T3", "N-3", 12000),
    ("erp:4", "N-4", 8000),
    ("D1", "N-9", 3000),
    ("D2", "N-9", 3100),
)
# B1 comes from C1 and fits two documents; who sent B2 and B3 nobody knows.
BANK_LINES = (
    "bank_transaction_id,bank_account_id,booked_on,amount,currency,counterparty_name,"
    "counterparty_tax_id,remittance_text\n"
    "B1,CL-CLP,2026-05-20,7000,CLP,,76651001-0,Transfer\n"
    "B2,CL-CLP,2026-05-21,20000,CLP,Inversiones Llico,,Transfer\n"
    "B3,CL-CLP,2026-05-22,500,CLP,Comercial Iloca,,Transfer\n"
)


@pytest.fixture(scope="module")
def company(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Six lines of May and three payments as of 31 May, and the report of them."""
    company = company_in_may(shared_folder, tmp_path_factory.mktemp("decide"))
    write_documents(company, IN_MAY)
    company.write(
        "erp/customers", "customer_id,name,tax_id,country\nC1,Vialidad Lontue,76651001-0,CL\n"
    )
    company.write(
        "bank/accounts",
        "bank_account_id,legal_entity_id,account_number,currency\nCL-CLP,CL,000111222,CLP\n",
    )
    company.write("bank/transactions", BANK_LINES)
    company.run("2026-05-31")
    report(company, "report")
    return company


def write_documents(company: Company, documents: list[tuple[Any, ...]]) -> None:
    """These documents of the contracts, and what C1 owes besides."""
    company.invoices(documents)
    with (company.folder / "drop" / "erp" / "invoices.csv").open("a", encoding="utf-8") as table:
        for name, number, amount in OWED:
            row = f"{name},{number},invoice,CL,C1,2026-05-02,CLP,{amount},0,{amount},posted,,\n"
            table.write(row)


def report(company: Company, folder: str, language: str = "en") -> Path:
    output = company.folder / folder
    places = ("--warehouse", company.folder / "hilo.duckdb", "--output", output)
    assert hilo("report", *places, "--language", language).exit_code == 0
    return output / "gap_report.xlsx"


def fill_in(
    company: Company,
    name: str,
    cells: dict[str, tuple[Any, ...]],
    payments: dict[str, tuple[Any, ...]] | None = None,
) -> tuple[Path, dict[tuple[str, str], str]]:
    """A copy of the workbook with the editable cells of these gaps and bank lines filled in, and
    where each editable cell is."""
    book = openpyxl.load_workbook(company.folder / "report" / "gap_report.xlsx")
    places = _fill_in(book["Gaps"], "Gap id", EDITABLE, cells)
    places |= _fill_in(book["Unmatched cash"], "Bank line", PAYMENT_EDITABLE, payments or {})
    path = company.folder / name
    book.save(path)
    return path, places


def _fill_in(
    sheet: Any, key: str, editable: tuple[str, ...], cells: dict[str, tuple[Any, ...]]
) -> dict[tuple[str, str], str]:
    headings = {cell.value: cell.column for cell in sheet[4]}
    rows = {sheet.cell(row, headings[key]).value: row for row in range(5, sheet.max_row + 1)}
    for identifier, values in cells.items():
        for heading, value in zip(editable, values, strict=True):
            sheet.cell(rows[identifier], headings[heading]).value = value
    return {
        (identifier, heading): f"{sheet.title}!{sheet.cell(row, headings[heading]).coordinate}"
        for identifier, row in rows.items()
        for heading in (*editable, key)
    }


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
        {"B1": ("pays", "N-1", "Ana", None), "B2": ("pays", "N-3: 12000; N-8", None, "Advice")},
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
    assert "8 cells are wrong" in answer.complained
    assert f"{places['B1', 'Why']}: the reason" in answer.complained
    assert f"{places['B2', 'Which documents']}: «N-8» is no document of the bank line" in (
        answer.complained
    )
    assert not (company.folder / "drop" / TABLE).exists()
    assert not (company.folder / "drop" / PAYMENTS).exists()


@pytest.mark.parametrize(
    ("word", "documents", "complaint"),
    [
        ("paid", "N-1", "«paid» is none of pays, does not pay"),
        (None, "N-1", "the decision (pays, does not pay) is missing"),
        ("pays", None, "which documents the bank line B2 pays is missing"),
        ("pays", " ; ", "which documents the bank line B2 pays is missing"),
        ("pays", "N-7", "«N-7» is no document of the bank line's legal entity (CL)"),
        ("pays", 1042, "«1042» is no document of"),
        ("pays", "=A1", "«=A1» is a formula"),
        ("pays", "N-9", "«N-9» is the number or the id of several documents (D1, D2)"),
        ("pays", "N-3; N-4", "the amount of «T3» is missing"),
        ("pays", "N-3: 12000; T3: 8000", "the document «T3: 8000» is named twice"),
        ("pays", "N-3: 12.000", "«12.000» may be read as thousands or as decimals"),
        ("pays", "N-3: 12000.5", "«12000.5» is no amount above zero in CLP"),
        ("pays", "N-3: 0", "«0» is no amount above zero in CLP"),
        ("pays", "N-3: -5", "«-5» is no amount above zero in CLP"),
        ("pays", "N-3: USD 12", "«USD 12» is no amount above zero in CLP"),
        ("pays", "N-3:", "«» is no amount above zero in CLP"),
        ("does not pay", "N-3: 12000", "«T3» bears an amount"),
    ],
)
def test_a_wrong_cell_beside_a_bank_line_is_named(
    company: Company, word: Any, documents: Any, complaint: str
) -> None:
    workbook, places = fill_in(
        company, "payments.xlsx", {}, {"B2": (word, documents, "Ana", "By email")}
    )
    answer = decide(company, workbook)
    assert answer.exit_code == 2
    assert "1 cells are wrong" in answer.complained
    assert complaint in answer.complained
    wrong = {places["B2", heading] for heading in PAYMENT_EDITABLE[:2]}
    assert [place for place in wrong if f"- {place}: " in answer.complained] != []
    assert not (company.folder / "drop" / PAYMENTS).exists()


def test_a_workbook_without_a_column_that_people_fill_in_is_refused(company: Company) -> None:
    book = openpyxl.load_workbook(company.folder / "report" / "gap_report.xlsx")
    headings = {cell.value: cell for cell in book["Unmatched cash"][4]}
    headings["Who decides"].value = None
    book.save(company.folder / "cut.xlsx")
    answer = decide(company, company.folder / "cut.xlsx")
    assert answer.exit_code == 2
    assert "sheet Unmatched cash: the columns «Who decides» are missing" in answer.complained


def test_a_workbook_of_before_is_read_for_its_gaps(company: Company, tmp_path: Path) -> None:
    workbook, _ = fill_in(
        company, "before.xlsx", {"not_billed@K1L@2026-05-01": ("accept", None, "Small", None)}
    )
    book = openpyxl.load_workbook(workbook)
    for cell in book["Unmatched cash"][4]:
        if cell.value in PAYMENT_EDITABLE:
            cell.value = None
    book.save(workbook)
    answer = hilo(
        "decide", workbook, "--drop", tmp_path, "--warehouse", company.folder / "hilo.duckdb"
    )
    assert answer.exit_code == 0, answer.complained
    assert f"Decisions on gaps written to {tmp_path / TABLE}: 1." in answer.said
    assert not (tmp_path / PAYMENTS).exists()


def test_a_table_that_is_none_is_refused(company: Company, tmp_path: Path) -> None:
    workbook, _ = fill_in(company, "one.xlsx", {}, {"B1": ("pays", "N-1", None, "By email")})
    table = tmp_path / PAYMENTS
    table.parent.mkdir()
    table.write_text("bank_transaction_id,decision\nB1,confirmed,and more\n", encoding="utf-8")
    answer = hilo(
        "decide", workbook, "--drop", tmp_path, "--warehouse", company.folder / "hilo.duckdb"
    )
    assert answer.exit_code == 2
    assert f"{table} could not be read as a CSV table" in answer.complained


def test_the_report_proposes_what_the_passes_left_to_a_person(company: Company) -> None:
    assert company.rows(
        "select bank_transaction_id, candidates from marts.rpt_unmatched_cash order by all"
    ) == [("B1", "N-1: 7000; N-2: 7000"), ("B2", None), ("B3", None)]
    page = (company.folder / "report" / "gap_report.html").read_text(encoding="utf-8")
    assert "Proposed documents: N-1: 7000; N-2: 7000" in page
    book = openpyxl.load_workbook(company.folder / "report" / "gap_report.xlsx")
    offered = [rule.formula1 for rule in book["Unmatched cash"].data_validations.dataValidation]
    assert offered == ['"pays,does not pay"']


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
        {
            "B1": ("Paga", "N-2", "Ana", "By email"),
            "B2": ("pays", "N-3: 12,000; erp:4: CLP 8000", None, "Their list"),
            "B3": ("does not pay", None, "Ana", "Sold a desk"),
        },
    )
    company.write(
        "decisions/match_decisions",
        "bank_transaction_id,invoice_id,amount,decision,owner,reason,decided_on,note\n"
        "B1,T2,,rejected,Eva,Old,2026-05-31,kept\n"
        "B1,D1,,rejected,Eva,Other,2026-05-31,kept\n",
    )
    answer = decide(company, workbook)
    assert answer.exit_code == 0, answer.complained
    assert f"Decisions on gaps written to {company.folder / 'drop' / TABLE}: 2." in answer.said
    paid = company.folder / "drop" / PAYMENTS
    assert f"Decisions on payments written to {paid}: 4." in answer.said
    assert "said something else of B1 that day (rejected D1), which stays" in answer.said
    assert paid.read_text(encoding="utf-8") == (
        "bank_transaction_id,invoice_id,amount,decision,owner,reason,decided_on,note\n"
        "B1,T2,,confirmed,Ana,By email,2026-05-31,kept\n"
        "B1,D1,,rejected,Eva,Other,2026-05-31,kept\n"
        "B3,,,rejected,Ana,Sold a desk,2026-05-31,\n"
        "B2,T3,12000,split,,Their list,2026-05-31,\n"
        "B2,erp:4,8000,split,,Their list,2026-05-31,\n"
    )
    before = {path: (company.folder / "drop" / path).read_bytes() for path in (TABLE, PAYMENTS)}
    assert decide(company, workbook).exit_code == 0
    assert before == {path: (company.folder / "drop" / path).read_bytes() for path in before}
    assert (company.folder / "drop" / TABLE).read_text(encoding="utf-8") == (
        "gap_id,decision,owner,reason,decided_on,note,expires_on\n"
        'not_billed@K1L@2026-05-01,accepted,Ana,"+1 month, by email",2026-05-31,kept,2026-12-31\n'
        "not_billed@K9L@2026-05-01,disputed,Eva,Other,2026-05-20,kept,\n"
        'not_billed@K3L@2026-05-01,disputed,,"Says ""no"", twice",2026-05-31,,\n'
    )
    write_documents(company, [*IN_MAY, ("F4", "K4", 50000, "2026-05-04")])
    company.write(
        "bank/transactions",
        BANK_LINES.replace("B3,CL-CLP,2026-05-22,500", "B4,CL-CLP,2026-05-22,500"),
    )
    settings = company.folder / "hilo.toml"
    settings.write_text("[materiality.under_billed.CLP]\namount = 20000\n", encoding="utf-8")
    ran = company.run("2026-05-31", "--config", str(settings))
    statuses = dict(company.rows("select gap_id, status from marts.fct_billing_gaps"))
    assert statuses["not_billed@K1L@2026-05-01"] == "accepted"
    assert statuses["not_billed@K3L@2026-05-01"] == "disputed"
    assert "not_billed@K4L@2026-05-01" not in statuses

    assert company.rows(
        """
        select bank_transaction_id, invoice_id, match_rule, bank_amount::integer
        from marts.fct_bank_matches
        where is_posted
        order by all
        """
    ) == [
        ("B1", "T2", "decision", 7000),
        ("B2", "T3", "decision", 12000),
        ("B2", "erp:4", "decision", 8000),
    ]

    # Below materiality: flagged, told apart, and still at risk.
    small = company.rows("select gap_id from marts.fct_billing_gaps where not is_material")
    assert small == [("under_billed@K2L@2026-05-01",)]
    assert company.rows(
        "select sum(risk_amount)::integer from marts.rpt_money_at_risk where not is_material"
    ) == [(10000,)]
    assert "below materiality in CLP: 1 gaps, 10,000 under" in ran.said

    # The workbook is older than this run: what it decides on is gone.
    gone, places = fill_in(
        company,
        "gone.xlsx",
        {"not_billed@K4L@2026-05-01": ("accept", "Ana", "Small", None)},
        {"B3": ("pays", "N-1", None, "By email")},
    )
    answer = decide(company, gone)
    assert answer.exit_code == 0
    where = places["B3", "Bank line"]
    assert f"{where}: B3 is no bank line of the warehouse any more" in answer.said
    where = places["not_billed@K4L@2026-05-01", "Gap id"]
    assert f"{where}: not_billed@K4L@2026-05-01 is no gap of the warehouse any more" in answer.said
    assert before == {path: (company.folder / "drop" / path).read_bytes() for path in before}


def test_the_spanish_workbook_is_read_too(company: Company) -> None:
    book = openpyxl.load_workbook(report(company, "informe", "es"))
    sheet = book["Brechas"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(5, headings["Decisión"]).value = "corregir"
    sheet.cell(5, headings["Motivo de la decisión"]).value = "Se emitió"
    cash = book["Sin asignar"]
    headings_of_cash = {cell.value: cell.column for cell in cash[4]}
    for heading, value in (
        ("¿Paga documentos?", "no paga"),
        ("Qué documentos", "N-1; N-2"),
        ("Por qué", "Es otra cosa"),
    ):
        cash.cell(5, headings_of_cash[heading]).value = value
    book.save(company.folder / "lleno.xlsx")
    assert decide(company, company.folder / "lleno.xlsx", "--as-of", "2026-06-01").exit_code == 0
    text = (company.folder / "drop" / TABLE).read_text(encoding="utf-8")
    line = cash.cell(5, headings_of_cash["Movimiento"]).value
    paid = (company.folder / "drop" / PAYMENTS).read_text(encoding="utf-8")
    assert f"{line},T1,,rejected,,Es otra cosa,2026-06-01" in paid
    assert f"{line},T2,,rejected,,Es otra cosa,2026-06-01" in paid
    assert (
        f"{sheet.cell(5, headings['Identificador']).value},corrected,,Se emitió,2026-06-01" in text
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "'quoted'", "plain"])
def test_what_was_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
