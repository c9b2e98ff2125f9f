"""A table in a workbook is read from its exact cells, with what people put around and into it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ingestion.contracts import Problem
from ingestion.tabular.checks import CheckedTable
from tests.ingestion.test_file_drop import read, refusal, write
from tests.ingestion.test_large_tables import accounted_for, damaged, zip_of
from tests.shared import SHARED

HEADER = ("payment_id", "customer_id", "paid_on", "amount", "currency", "reference")
FIRST = ("P1", "C1", date(2026, 1, 5), 0.1 + 0.2, "CLP", 1001)
SECOND = ("P2", "C1", date(2026, 1, 6), 1234567.89, "USD", None)
PATH = "erp/payments.xlsx"


def workbook(
    *rows: Sequence[object], change: Callable[[Any], object] = bool, **others: Sequence[Any]
) -> bytes:
    """A workbook with these rows in its first sheet, and with other sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(sheet)
    for name, lines in others.items():
        other = book.create_sheet(name)
        for row in lines:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def payments(folder: Path, data: bytes) -> CheckedTable:
    """What becomes of the payments in a workbook; every row is accounted for."""
    write(folder, PATH, data)
    checked = read(folder).tables["erp/payments"]
    assert checked.frame.height == sum(count.rows_loaded for count in checked.counts)
    assert len(checked.quarantined) == sum(count.rows_quarantined for count in checked.counts)
    return checked


def told(checked: CheckedTable) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(one.code, one.row_number, one.column_name, one.value) for one in checked.quarantined]


def test_cells_are_exact(tmp_path: Path) -> None:
    checked = payments(tmp_path, workbook(HEADER, FIRST, SECOND))
    first, second = checked.frame.to_dicts()
    assert first["amount"] == Decimal("0.3")
    assert first["paid_on"] == date(2026, 1, 5)
    assert first["reference"] == "1001"
    assert (second["amount"], second["reference"]) == (Decimal("1234567.89"), None)
    assert (first["source_file"], first["source_row"]) == (PATH, 2)


def test_titles_empty_rows_and_totals_are_no_payments(tmp_path: Path) -> None:
    data = workbook(
        ("Pagos recibidos",), ("al", date(2026, 1, 31)), (), HEADER, FIRST, (), SECOND,
        ("", "", "Total general", 1234568.19),
    )  # fmt: skip
    checked = payments(tmp_path, data)
    assert checked.frame["source_row"].to_list() == [5, 7]
    assert told(checked) == [("row_is_total", 8, None, "Total general")]


def test_a_sheet_may_begin_anywhere(tmp_path: Path) -> None:
    shifted = [("", "", *row) for row in (HEADER, FIRST)]
    data = workbook((), *shifted, change=lambda sheet: sheet.merge_cells("A1:H1"))
    assert payments(tmp_path, data).frame["payment_id"].to_list() == ["P1"]


def test_a_column_without_a_name_is_kept_where_it_says_something(tmp_path: Path) -> None:
    data = workbook((*HEADER, "", ""), (*FIRST, "", "paid late"))
    checked = payments(tmp_path, data)
    assert checked.frame["column_8"].to_list() == ["paid late"]
    assert "column_7" not in checked.frame.columns


def test_a_text_that_is_merged_over_rows_counts_for_each(tmp_path: Path) -> None:
    data = workbook(
        HEADER, FIRST, ("P2", None, date(2026, 1, 6), 5, "CLP"),
        change=lambda sheet: sheet.merge_cells("B2:B3"),
    )  # fmt: skip
    assert payments(tmp_path, data).frame["customer_id"].to_list() == ["C1", "C1"]


def test_an_empty_cell_that_is_not_merged_stays_empty(tmp_path: Path) -> None:
    data = workbook(HEADER, FIRST, ("P2", None, date(2026, 1, 6), 5, "CLP"))
    assert told(payments(tmp_path, data)) == [("value_missing", 3, "customer_id", None)]


def test_an_amount_that_is_merged_over_rows_is_nobodys(tmp_path: Path) -> None:
    data = workbook(
        HEADER, FIRST, ("P2", "C1", date(2026, 1, 6), None, "CLP"), SECOND,
        change=lambda sheet: sheet.merge_cells("D2:D3"),
    )  # fmt: skip
    checked = payments(tmp_path, data)
    assert told(checked) == [("cell_merged", 2, "amount", "D2"), ("cell_merged", 3, "amount", "D2")]
    assert checked.frame["payment_id"].to_list() == ["P2"]


def test_a_formula_is_read_by_its_result_and_set_aside_without(tmp_path: Path) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Pagos")
        for number, row in enumerate((HEADER, FIRST[:2], SECOND[:2], ("P3", "C1"))):
            sheet.write_row(number, 0, row)
            if number:
                sheet.write_row(number, 2, ("2026-01-05", None, "CLP"))
        sheet.write_formula("D2", "=2*21", None, 42)
        sheet.write_formula("D3", "=2*21", None, "")
        sheet.write_formula("D4", "=1/0", None, "#DIV/0!")
    checked = payments(tmp_path, file.getvalue())
    assert checked.frame["amount"].to_list() == [42]
    assert told(checked) == [
        ("formula_without_value", 3, "amount", "D3"),
        ("cell_is_error", 4, "amount", "D4"),
    ]


WRONG: dict[str, tuple[int, object, tuple[str, str, str]]] = {
    "a word for an amount": (3, "diez", ("not_a_number", "amount", "diez")),
    "a number for a day": (2, 46027, ("not_a_date", "paid_on", "46027")),
    "a day with its hour": (
        2,
        datetime.fromisoformat("2026-01-05T13:45"),
        ("not_a_date", "paid_on", "2026-01-05T13:45:00"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", WRONG)
def test_a_wrong_cell_sets_its_row_aside(tmp_path: Path, story: str) -> None:
    place, cell, (code, column, value) = WRONG[story]
    row = [*FIRST[:place], cell, *FIRST[place + 1 :]]
    checked = payments(tmp_path, workbook(HEADER, row, SECOND))
    assert told(checked) == [(code, 2, column, value)]


def test_under_a_dialect_texts_are_rewritten_and_numbers_are_not(tmp_path: Path) -> None:
    write(tmp_path, "dialects.yml", "default: {decimal_mark: ',', thousands: ['.'], dates: DMY}")
    typed = ("P2", "C1", "06/01/2026", "1.234,5", "CLP")
    wrong = ("P3", "C1", "06/01/2026", "1.23", "CLP")
    checked = payments(tmp_path, workbook(HEADER, (*FIRST[:3], 1.234, "CLP"), typed, wrong))
    assert checked.frame["amount"].to_list() == [Decimal("1.234"), Decimal("1234.5")]
    assert checked.frame["paid_on"].to_list() == [date(2026, 1, 5), date(2026, 1, 6)]
    assert told(checked) == [("number_not_as_declared", 4, "amount", "1.23")]


def test_sheets_of_one_table_are_its_parts_and_another_is_told(tmp_path: Path) -> None:
    data = workbook(HEADER, FIRST, Febrero=(HEADER, SECOND), Notas=[("por revisar",)], Vacía=())
    checked = payments(tmp_path, data)
    assert checked.frame["source_file"].to_list() == [f"{PATH}/Sheet", f"{PATH}/Febrero"]
    assert checked.notices == (Problem("sheet_unknown", PATH, value="Notas"),)


def test_an_empty_workbook_is_an_empty_table(tmp_path: Path) -> None:
    checked = payments(tmp_path, workbook())
    assert [(one.file, one.rows_read) for one in checked.counts] == [(PATH, 0)]


def test_a_workbook_without_a_column_that_must_be_there_stops_the_run(tmp_path: Path) -> None:
    write(tmp_path, PATH, workbook(HEADER[:3], FIRST[:3]))
    problem = refusal(tmp_path)
    assert (problem.code, problem.file, problem.value) == ("column_missing", PATH, "amount")


def test_a_workbook_in_a_zip_is_read(tmp_path: Path) -> None:
    zip_of(tmp_path / "erp/payments.zip", {"enero.xlsx": workbook(HEADER, FIRST)})
    checked = read(tmp_path).tables["erp/payments"]
    assert checked.frame["source_file"].to_list() == ["erp/payments.zip/enero.xlsx"]


def test_an_old_workbook_is_opened_too(tmp_path: Path) -> None:
    old = SHARED / "data" / "bank_files" / "table" / "cl_bci_cartola_masked.xls"
    if not old.exists():
        pytest.skip("shared data is absent")
    write(tmp_path, "erp/payments.xls", old.read_bytes())
    assert refusal(tmp_path).code == "column_missing"


def test_a_damaged_workbook_is_told_or_read(tmp_path: Path) -> None:
    data = workbook(HEADER, FIRST, SECOND, change=lambda sheet: sheet.merge_cells("B2:B3"))
    for changed in damaged(data, 80):
        write(tmp_path, PATH, changed)
        accounted_for(tmp_path)
