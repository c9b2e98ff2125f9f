"""A folder of statement files is landed once, accumulates, and loses no line in silence."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.contracts import Problem, SourceContext
from ingestion.sources.bank_statements import SYSTEM, LandedFiles, StatementFolder
from tests.ingestion.bank_record_samples import (
    BAI2,
    CNAB240,
    CNAB400,
    CODA,
    NORMA43,
    OFX1,
    ofx,
    ofx_line,
)
from tests.ingestion.bank_samples import CAMT, CSV, MT940, camt, entry
from tests.ingestion.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = SourceContext(currencies={"CLP": 0, "MXN": 2, "USD": 2})


def write(folder: Path, **files: str) -> Path:
    """Write files named by their keywords; `__` is a dot."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8", newline="")
    return folder


def read(folder: Path) -> LandedFiles:
    return StatementFolder(folder, CONTEXT).landed


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path, SYSTEM, CONTEXT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "statements", a__sta=MT940, b__xml=CAMT, c__csv=CSV)


def test_every_statement_and_line_is_landed_with_its_amounts(
    warehouse: Warehouse, folder: Path
) -> None:
    warehouse.land(folder)
    assert warehouse.rows(
        f"""
        select
            format, account_number, currency, opening_balance::double, closing_balance::double,
            credit_total::double, debit_total::double, transaction_count, load_status
        from {SYSTEM}.statements order by source_file
        """
    ) == [
        ("mt940", "000123456789", "CLP", 1e6, 1195e3, 25e4, -55e3, 3, "loaded"),
        ("camt.053", "002180000118359719", "MXN", 500, 710.25, 250.5, -40.25, 2, "loaded"),
        ("statement_csv", "5100098765", "USD", 81952.46, 83052.36, 1185, -85.1, 2, "loaded"),
    ]  # fmt: skip
    assert warehouse.rows(
        f"""
        select booked_on::varchar, amount::decimal(18, 2)::varchar, currency,
            counterparty_name, counterparty_account, reference, remittance_text, is_reversal
        from {SYSTEM}.transactions where source_file = 'a.sta' order by line_number
        """
    ) == [
        ("2026-01-06", "250000.00", "CLP", "VINA DEL SUR SPA", "000987654321",
         "REF1", "FACTURA 1001", False),
        ("2026-01-07", "-40000.00", "CLP", None, None, "REF2", "PAGO PROVEEDOR", False),
        ("2026-01-08", "-15000.00", "CLP", None, None, "REF3", "ABONO DEVUELTO", True),
    ]  # fmt: skip


def test_loading_twice_changes_nothing(warehouse: Warehouse, folder: Path) -> None:
    warehouse.land(folder)
    counts = f"select sum(rows_read), sum(rows_loaded) from {SYSTEM}.load_counts"
    first = warehouse.table("statements"), warehouse.table("transactions"), warehouse.rows(counts)
    warehouse.land(folder)
    again = warehouse.table("statements"), warehouse.table("transactions"), warehouse.rows(counts)
    assert again == first
    assert first[2] == [(7, 7)]


def test_statements_accumulate_when_their_files_leave_the_folder(
    warehouse: Warehouse, folder: Path
) -> None:
    warehouse.land(folder)
    (folder / "a.sta").unlink()
    (folder / "b.xml").rename(folder / "renamed.xml")
    warehouse.land(folder)
    assert len(warehouse.table("statements")) == 3
    assert len(warehouse.table("transactions")) == 7


@pytest.mark.parametrize("is_configured", [False, True])
def test_without_a_folder_the_tables_are_there_and_empty(
    warehouse: Warehouse, folder: Path, is_configured: bool
) -> None:
    warehouse.land(folder.parent / "drop" / "bank" / "statements" if is_configured else None)
    assert warehouse.table("statements") == warehouse.table("transactions") == []
    columns = "select column_name, data_type from information_schema.columns order by all"
    empty = warehouse.rows(columns)
    warehouse.land(folder)
    assert warehouse.rows(columns) == empty
    assert len(warehouse.table("transactions")) == 7


def test_the_same_bytes_under_two_names_are_read_once(tmp_path: Path) -> None:
    landed = read(write(tmp_path / "s", b__sta=MT940, a__txt=MT940))
    assert [row["source_file"] for row in landed.statements] == ["a.txt"]
    assert landed.ledger.notices == [Problem("bank_file_twice", "b.sta", value="a.txt")]


def test_a_refused_file_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    broken = CAMT.replace("250.50", "12..34")
    landed = read(write(tmp_path / "s", a__xml=broken, b__sta=MT940, c__xml=CAMT[:200], d__txt=""))
    assert [(one.code, one.file, one.value) for one in landed.ledger.files][::2] == [
        ("bank_amount_unreadable", "a.xml", "10: 12..34"),
        ("bank_file_empty", "d.txt", ""),
    ]
    assert {row["source_file"] for row in landed.transactions} == {"b.sta"}
    assert [count.file for count in landed.ledger.counts] == ["b.sta"]


def test_hidden_files_are_skipped_and_folders_inside_are_read(tmp_path: Path) -> None:
    write(tmp_path / "s", __DS_Store="x")
    write(tmp_path / "s" / "2026", a__sta=MT940)
    write(tmp_path / "s" / "__old".replace("__", "."), a__xml=CAMT)
    landed = read(tmp_path / "s")
    assert [row["source_file"] for row in landed.statements] == ["2026/a.sta"]
    assert landed.ledger.files == []


def test_a_line_that_is_not_booked_yet_is_no_bank_line(tmp_path: Path) -> None:
    text = camt([entry("10"), entry("99", status="PDNG"), entry("5")], "515")
    landed = read(write(tmp_path / "s", a__xml=text))
    assert [(row["line_number"], str(row["amount"])) for row in landed.transactions] == [
        (1, "10"),
        (3, "5"),
    ]
    [problem] = landed.ledger.rows
    assert (problem.code, problem.row_number, problem.value) == ("bank_line_pending", 2, "99 MXN")
    assert json.loads(problem.raw_row or "")["amount"] == "99"
    [count] = landed.ledger.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (3, 2, 1)
    assert next(iter(landed.statements))["load_status"] == "loaded"


def test_a_line_in_an_unknown_currency_is_set_aside_and_its_statement_says_so(
    tmp_path: Path,
) -> None:
    landed = read(
        write(tmp_path / "s", a__xml=camt([entry("10"), entry("5", currency="MXM")], "515"))
    )
    [problem] = landed.ledger.rows
    assert (problem.code, problem.column_name, problem.value) == (
        "bank_currency_unknown", "currency", "MXM",
    )  # fmt: skip
    [statement] = landed.statements
    assert (statement["load_status"], statement["warning_code"]) == (
        "loaded_with_warning", "bank_lines_set_aside",
    )  # fmt: skip


def test_the_gravest_warning_stands_with_the_statement_and_the_others_are_noticed(
    tmp_path: Path,
) -> None:
    text = MT940.replace("2601070107", "2602300107").replace("D40000", "D40001")
    landed = read(write(tmp_path / "s", a__sta=text))
    assert next(iter(landed.statements))["warning_code"] == "bank_balance_mismatch"
    assert landed.ledger.notices == [
        Problem("bank_date_impossible", "a.sta", value="260230"),
    ]


def test_a_notification_that_dates_no_line_is_dated_by_the_day_it_was_made(tmp_path: Path) -> None:
    text = camt([entry("10", dates="")], "510")
    dated = read(write(tmp_path / "s", a__xml=text))
    assert [str(row["booked_on"]) for row in dated.transactions] == ["2026-01-09"]
    undated = read(write(tmp_path / "s", a__xml=re.sub("<CreDtTm>.*</CreDtTm>", "", text)))
    assert [problem.code for problem in undated.ledger.rows] == ["bank_date_missing"]


def test_control_signs_and_words_for_nothing_are_no_text(tmp_path: Path) -> None:
    details = "<Refs><EndToEndId>FAC-9</EndToEndId></Refs><RmtInf><Ustrd>a\tb</Ustrd></RmtInf>"
    text = camt([entry("10", details=details)], "510").replace(">A1<", ">NONREF<")
    [row] = read(write(tmp_path / "s", a__xml=text)).transactions
    assert (row["reference"], row["remittance_text"]) == ("FAC-9", "a b")


def test_what_was_instructed_and_the_fee_are_landed(tmp_path: Path) -> None:
    details = (
        '<AmtDtls><InstdAmt><Amt Ccy="USD">5</Amt></InstdAmt></AmtDtls>'
        '<Chrgs><TtlChrgsAndTaxAmt Ccy="MXN">2</TtlChrgsAndTaxAmt></Chrgs>'
    )
    [row] = read(
        write(tmp_path / "s", a__xml=camt([entry("95", details=details)], "595"))
    ).transactions
    assert (row["original_amount"], row["original_currency"]) == (Decimal(5), "USD")
    assert row["fee_amount"] == Decimal(2)


def test_files_of_records_are_landed_with_what_they_say_of_a_title(tmp_path: Path) -> None:
    texts = {"a__ofx": OFX1, "b__bai": BAI2, "c__n43": NORMA43, "d__cod": CODA, "e__ret": CNAB240}
    folder = write(tmp_path / "s", **texts, f__ret=CNAB400)
    landed = StatementFolder(folder, SourceContext({"USD": 2, "EUR": 2, "BRL": 2})).landed
    assert [row["format"] for row in landed.statements] == [
        "ofx", "bai2", "norma43", "coda", "cnab240", "cnab400",
    ]  # fmt: skip
    assert landed.ledger.files == []
    paid = list(landed.transactions)[-1]
    assert (paid["amount"], paid["face_amount"]) == (Decimal("250.5"), Decimal(260))
    assert (paid["document_number"], paid["due_on"]) == ("DOC1", date(2026, 1, 10))
    # A title on which nothing was paid is no money yet, and told as such.
    [waiting] = landed.ledger.rows
    assert (waiting.code, waiting.file) == ("bank_line_pending", "f.ret")
    counts = {one.file: (one.rows_read, one.rows_loaded) for one in landed.ledger.counts}
    assert (counts["e.ret"], counts["f.ret"]) == ((2, 2), (2, 1))


def test_a_line_without_an_amount_is_set_aside_and_counted(tmp_path: Path) -> None:
    text = ofx(ofx_line("1.00") + ofx_line(" . ", more="<MEMO>SALDO DIA\n"))
    landed = read(write(tmp_path / "s", a__ofx=text))
    [row] = landed.ledger.rows
    assert (row.code, row.row_number, row.value) == ("bank_line_without_amount", 31, ". SALDO DIA")
    [count] = landed.ledger.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (2, 1, 1)
    [statement] = landed.statements
    assert (statement["load_status"], statement["warning_code"]) == (
        "loaded_with_warning",
        "bank_lines_set_aside",
    )


def codes_in_the_sources() -> Iterator[str]:
    for path in ("ingestion/formats", "ingestion/sources/bank_statements"):
        for module in (ROOT / path).glob("*.py"):
            yield from re.findall(r'"(bank_[a-z_]+)"', module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", sorted(set(codes_in_the_sources()) - {SYSTEM}))
def test_every_code_has_its_sentence_in_both_languages(code: str) -> None:
    with (ROOT / "dbt_project/seeds/messages.csv").open(encoding="utf-8", newline="") as lines:
        sentences = {row["code"]: (row["es"], row["en"]) for row in csv.DictReader(lines)}
    assert all("{file}" in sentence for sentence in sentences[code])
    spanish, english = (re.findall(r"{\w+}", sentence) for sentence in sentences[code])
    assert sorted(spanish) == sorted(english)


def test_every_file_is_told_while_a_folder_is_read(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    context = SourceContext(
        CONTEXT.currencies, progress=lambda file, rows: told.append((file, rows))
    )
    write(tmp_path / "s", a__sta=MT940, b__txt="", c__xml=CAMT)
    assert len(StatementFolder(tmp_path / "s", context).landed.transactions) == 5
    assert told == [("a.sta", 3), ("b.txt", 0), ("c.xml", 2)]


def test_many_rows_are_packed_and_none_is_lost(tmp_path: Path) -> None:
    count = 20_001
    write(tmp_path / "s", a__xml=camt([entry("1.25")] * count, f"{500 + Decimal('1.25') * count}"))
    landed = read(tmp_path / "s")
    rows = list(landed.transactions)
    assert (len(rows), len(landed.transactions)) == (count, count)
    assert sum(row["amount"] for row in rows) == Decimal("1.25") * count
    assert [row["line_number"] for row in rows] == list(range(1, count + 1))
    assert sum(table.num_rows for table in landed.transactions.tables()) == count
