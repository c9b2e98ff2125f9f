"""One workbook is a drop: written empty by `hilo init --xlsx`, filled in, checked."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingestion.contracts import SourceUnreadable
from ingestion.sources.file_drop import Drop
from ingestion.sources.file_drop.tables import TABLES
from ingestion.tabular.columns import Kind
from orchestration import cli
from orchestration.lib.blank_workbook import blank_workbook
from orchestration.lib.messages import LANGUAGES, Messages
from tests.ingestion.test_file_drop import CONTEXT

INVOICE = (
    "F1", "0042", "invoice", "CL", "C1", date(2026, 1, 5), None, "CLP", 1000, 190, 1190, "posted",
)  # fmt: skip


def filled(folder: Path, change: Callable[[Any], object]) -> Path:
    """The empty workbook after someone changed it."""
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(Messages.load("en"))))
    change(book)
    path = folder / "company.xlsx"
    book.save(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SourceUnreadable) as refused:
        _ = Drop(path, CONTEXT).tables
    return refused.value.problem.code


def test_what_is_written_empty_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = tmp_path / "company"
    assert cli.main(["init", "--xlsx", str(company), "--language", "en"]) == 0
    assert sorted(path.name for path in company.iterdir()) == ["drop.xlsx", "hilo.toml"]
    capsys.readouterr()
    config, drop = company / "hilo.toml", company / "drop.xlsx"
    assert cli.main(["check", "--config", str(config)]) == 0
    assert str(drop) in capsys.readouterr().out
    assert cli.main(["check", "--drop", str(drop), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert all(f"drop.xlsx/{table.path.replace('/', '.')}" in said for table in TABLES)
    assert said.rstrip().endswith(Messages.load("en").text("cli_check_clean"))


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "drop.xlsx").write_bytes(b"mine")
    assert cli.main(["init", str(tmp_path), "--xlsx", "--language", "en"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["drop.xlsx"]


@pytest.mark.parametrize("name", ["nowhere.xlsx", "drop.csv"])
def test_what_is_neither_folder_nor_workbook_is_wrong_use(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drop.csv").write_text("a,b\n")
    assert cli.main(["check", "--drop", str(tmp_path / name), "--language", "en"]) == 2
    assert name in capsys.readouterr().err


def test_the_sheets_of_a_filled_workbook_are_the_tables(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book["erp.invoices"].append(INVOICE)
        book["erp.invoices"].append(("F2", *INVOICE[1:]))
        book["erp.invoices"].title = "Invoices"
        book["erp.payments"].append(("P1", "C1", date(2026, 2, 1), "many", "CLP"))
        book.create_sheet("Notas").append(("por revisar",))
        book.create_sheet("Vacía")

    drop = Drop(filled(tmp_path, fill), CONTEXT)
    invoices = drop.tables["erp/invoices"].frame
    assert invoices["invoice_number"].to_list() == ["0042", "0042"]
    assert invoices["total_amount"].to_list() == [Decimal(1190)] * 2
    assert invoices["source_file"].unique().to_list() == ["company.xlsx/Invoices"]
    [problem] = drop.ledger.all_rows()
    assert (problem.code, problem.file, problem.row_number) == (
        "not_a_number",
        "company.xlsx/erp.payments",
        2,
    )
    assert [(one.code, one.value) for one in drop.ledger.files] == [("sheet_unknown", "Notas")]


def test_a_name_that_two_tables_share_is_of_neither(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book["crm.accounts"].title = "accounts"

    drop = Drop(filled(tmp_path, rename), CONTEXT)
    assert [one.value for one in drop.ledger.files] == ["accounts"]


def test_a_workbook_without_any_table_or_a_required_column_stops_the_run(tmp_path: Path) -> None:
    def strange(book: Any) -> None:
        for sheet in list(book.worksheets)[1:]:
            book.remove(sheet)
        book.worksheets[0].title = "Hoja1"

    def narrow(book: Any) -> None:
        book["erp.payments"].delete_cols(4)

    assert refusal(filled(tmp_path, strange)) == "drop_empty"
    assert refusal(filled(tmp_path, narrow)) == "column_missing"
    (tmp_path / "company.xlsx").write_bytes(b"<html>")
    assert refusal(tmp_path / "company.xlsx") == "bank_workbook_broken"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_explained(language: str) -> None:
    messages = Messages.load(language)
    assert {f"cli_column_{kind}" for kind in Kind} <= messages.sentences.keys()
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(messages)))
    for table, sheet in zip(TABLES, book.worksheets, strict=True):
        header = next(sheet.iter_rows(max_row=1))
        assert [cell.value for cell in header] == [column.name for column in table.columns]
        assert all(cell.comment for cell in header)
        assert sheet.freeze_panes == "A2"
