"""Inputs that are wrong, through the command line: one clear sentence each, and nothing lost.

A row or a statement file that is wrong is set aside and counted, and the run goes on; a table that
cannot be read as a whole stops the run (exit 1), wrong usage or settings stop it earlier (exit 2).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.runs import AS_OF, Published, Ran, hilo, run_once

FAILED, WRONG_USAGE = 1, 2

PUBLISHED_RATES = Path(__file__).parents[1] / "scenarios" / "published_rates"

INVOICES = (
    "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
    "net_amount,tax_amount,total_amount,status"
)
CONTRACTS = (
    "contract_id,account_id,legal_entity_id,currency,signed_on,start_date,end_date,status,renewal"
)


def invoice(number: int, **changes: str) -> str:
    """A row of `erp/invoices`, right but for the columns named."""
    row = dict(
        zip(
            INVOICES.split(","),
            f"F{number},{number},invoice,CL01,K1,2026-05-04,CLP,1000,190,1190,posted".split(","),
            strict=True,
        )
    )
    return ",".join((row | changes).values())


def write(drop: Path, place: str, content: str | bytes) -> None:
    path = drop / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@dataclass(frozen=True)
class BadRows:
    """A file of which some rows are wrong: how many are read and set aside, and what is said."""

    place: str
    content: str
    read: int
    quarantined: int
    said: str


BAD_ROWS = {
    "text in an amount": BadRows(
        "erp/invoices_text.csv",
        f"{INVOICES}\n{invoice(1)}\n{invoice(2, net_amount='mil')}\n",
        2,
        1,
        'erp/invoices_text.csv, row 3: "net_amount" says "mil", which is no number.',
    ),
    "one key, two invoices": BadRows(
        "erp/invoices_key.csv",
        f"{INVOICES}\n{invoice(3)}\n{invoice(3, net_amount='2000')}\n",
        2,
        2,
        "erp/invoices_key.csv, row 2: key F3 stands in several rows that differ.",
    ),
    "one invoice twice": BadRows(
        "erp/invoices_copy.csv",
        f"{INVOICES}\n{invoice(4)}\n{invoice(4)}\n",
        2,
        1,
        "erp/invoices_copy.csv, row 3: the row with key F4 is repeated",
    ),
    "a currency nobody knows": BadRows(
        "erp/invoices_currency.csv",
        f"{INVOICES}\n{invoice(5, currency='PESO')}\n",
        1,
        1,
        'erp/invoices_currency.csv, row 2: "currency" says "PESO"',
    ),
    "a day that no month has": BadRows(
        "erp/invoices_date.csv",
        f"{INVOICES}\n{invoice(6, issue_date='2026-02-30')}\n{invoice(7)}\n",
        2,
        1,
        'erp/invoices_date.csv, row 2: "issue_date" says "2026-02-30", which is no date.',
    ),
    "an end before the start": BadRows(
        "contracts/contracts_ends.csv",
        f"{CONTRACTS}\nC1,A1,CL01,CLP,2026-01-01,2026-05-01,2026-04-30,active,none\n",
        1,
        1,
        'contracts/contracts_ends.csv, row 2: "end_date" (2026-04-30) lies before the start date.',
    ),
    "a ragged row": BadRows(
        "erp/invoices_ragged.csv",
        f"{INVOICES}\n{invoice(8)},and more\n{invoice(9)}\n",
        2,
        1,
        "erp/invoices_ragged.csv, row 2: the row has 12 / 11 fields",
    ),
    "semicolons with a decimal comma": BadRows(
        "erp/invoices_semicolon.csv",
        f"{INVOICES}\n{invoice(10)}\n".replace(",", ";").replace("1000", "1000,50"),
        1,
        1,
        'erp/invoices_semicolon.csv, row 2: "net_amount" says "1000,50", which is no number.',
    ),
    "JSON lines, one broken": BadRows(
        "usage/usage_records.jsonl",
        '{"usage_id": "U1", "contract_line_id": "L1", "used_on": "2026-05-04", "quantity": 3}\n'
        '{"usage_id": "U2", "contract_line_id":\n',
        2,
        1,
        "usage/usage_records.jsonl, row 2: the line is no JSON object",
    ),
}

BAD_STATEMENTS = {
    "a statement of no bytes": ("nothing.sta", b"", "nothing.sta"),
    "a statement with a DOCTYPE": (
        "entity.xml",
        b'<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><a>&x;</a></Document>',
        "entity.xml",
    ),
    "a statement cut off": (
        "cut.xml",
        b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        b"<BkToCstmrStmt><Stmt><Id>1</Id>",
        "cut.xml",
    ),
    "a picture among the statements": ("scan.sta", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "scan.sta"),
}


def write_bad_drop(drop: Path) -> None:
    """All of it, beside a company whose rates are published ones: one run serves both."""
    for room in ("contracts", "erp", "reference"):
        shutil.copytree(PUBLISHED_RATES / room, drop / room)
    for bad in BAD_ROWS.values():
        write(drop, bad.place, bad.content)
    for name, content, _ in BAD_STATEMENTS.values():
        write(drop, f"bank/statements/{name}", content)
    write(drop, "erp/notes_of_the_accountant.csv", "who,what\nme,remember\n")


@pytest.fixture(scope="session")
def malformed(shared_folder: Path) -> Published:
    """All that is wrong and does not stop a run, in one drop, published."""
    return run_once(shared_folder, "malformed", write_bad_drop)


@pytest.mark.parametrize("story", BAD_ROWS)
def test_a_bad_row_is_set_aside_counted_and_told(malformed: Published, story: str) -> None:
    bad = BAD_ROWS[story]
    counts = malformed.rows(
        "select rows_read, rows_loaded, rows_quarantined from marts.load_counts where file = $file",
        {"file": bad.place},
    )
    assert counts == [
        {
            "rows_read": bad.read,
            "rows_loaded": bad.read - bad.quarantined,
            "rows_quarantined": bad.quarantined,
        }
    ]
    reasons = malformed.rows(
        "select reason from marts.quarantined_rows where file = $file order by row_number",
        {"file": bad.place},
    )
    assert len(reasons) == bad.quarantined
    assert reasons[0]["reason"].startswith(bad.said)
    assert reasons[0]["reason"] in malformed.said


@pytest.mark.parametrize("story", BAD_STATEMENTS)
def test_a_bad_statement_is_refused_counted_and_told(malformed: Published, story: str) -> None:
    _, _, name = BAD_STATEMENTS[story]
    [refused] = malformed.rows(
        "select reason from marts.quarantined_files where file like '%' || $name", {"name": name}
    )
    assert name in refused["reason"]
    assert refused["reason"] in malformed.said


def test_a_file_of_no_table_is_named(malformed: Published) -> None:
    place = "erp/notes_of_the_accountant.csv"
    told = malformed.rows(
        "select reason from marts.quarantined_files where file = $file", {"file": place}
    )
    assert [row["reason"].startswith(f"{place}: the file belongs to no table") for row in told] == [
        True
    ]


BAD_TABLES: dict[str, tuple[str, str | bytes, str]] = {
    "a column missing": (
        "erp/invoices.csv",
        "invoice_id,invoice_number\nF1,1\n",
        'erp/invoices.csv: the required column "document_type" is missing.',
    ),
    "a column twice": (
        "erp/invoices.csv",
        f"{INVOICES},currency\n{invoice(1)},USD\n",
        'erp/invoices.csv: column "currency" stands twice in the header.',
    ),
    "an empty file": ("erp/invoices.csv", "", "erp/invoices.csv: the file is empty."),
    "another encoding": (
        "erp/customers.csv",
        "customer_id,name\nK1,Viñedos\n".encode("latin-1"),
        "erp/customers.csv, line 2: byte 0xf1 is not UTF-8.",
    ),
    "a quote never closed": (
        "erp/customers.csv",
        'customer_id,name\nK1,"Viñedos\nK2,Bodegas\n',
        "erp/customers.csv: the file is damaged or cut off",
    ),
    "Parquet that is none": (
        "erp/customers.parquet",
        b"PAR1 and then nothing",
        "erp/customers.parquet: the file is damaged or cut off",
    ),
    "a cut-off workbook": (
        "erp/invoices.xlsx",
        b"PK\x03\x04",
        "erp/invoices.xlsx: the workbook is damaged, cut off or none of Excel",
    ),
    "a document": (
        "erp/invoices.pdf",
        b"%PDF-1.7",
        'erp/invoices.pdf: files of type ".pdf" are not read.',
    ),
}


def refused(ran: Ran, exit_code: int, sentence: str) -> None:
    """One sentence on standard error, the right exit code, no traceback anywhere."""
    assert (ran.exit_code, sentence in ran.complained) == (exit_code, True), ran.complained
    assert "Traceback" not in ran.said + ran.complained
    assert len(ran.complained.strip().splitlines()) <= 2


@pytest.mark.parametrize("story", BAD_TABLES)
def test_a_table_that_cannot_be_read_stops_the_check(tmp_path: Path, story: str) -> None:
    place, content, sentence = BAD_TABLES[story]
    write(tmp_path, place, content)
    refused(hilo("check", "--drop", tmp_path), FAILED, sentence)


def test_parquet_cut_in_the_middle_stops_the_check(tmp_path: Path) -> None:
    path = tmp_path / "erp" / "customers.parquet"
    path.parent.mkdir()
    pl.DataFrame({"customer_id": ["K1", "K2"], "name": ["Viñedos", "Bodegas"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-40])
    sentence = "erp/customers.parquet: the file is damaged or cut off"
    refused(hilo("check", "--drop", tmp_path), FAILED, sentence)


def test_a_table_that_cannot_be_read_leaves_the_published_marts(
    published: Published, tmp_path: Path
) -> None:
    """The run itself: exit 1, the sentence, and not a byte written where people read."""
    warehouse = tmp_path / "hilo.duckdb"
    warehouse.write_bytes(published.warehouse.read_bytes())
    before = warehouse.read_bytes()
    write(tmp_path / "drop", "erp/invoices.csv", "invoice_id,invoice_number\nF1,1\n")
    ran = hilo("run", "--drop", tmp_path / "drop", "--warehouse", warehouse, "--as-of", AS_OF)
    assert ran.exit_code == FAILED
    assert 'erp/invoices.csv: the required column "document_type" is missing.' in ran.complained
    assert "Traceback" not in ran.said + ran.complained
    assert warehouse.read_bytes() == before


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    refused(
        hilo("check", "--drop", missing), WRONG_USAGE, f"The folder or workbook {missing} of source"
    )


def test_a_drop_without_files_stops_the_check(tmp_path: Path) -> None:
    sentence = f"{tmp_path} holds no table that is known."
    refused(hilo("check", "--drop", tmp_path), FAILED, sentence)


def test_a_separator_at_the_end_of_every_row_is_a_column_nobody_uses(tmp_path: Path) -> None:
    write(tmp_path, "erp/customers.csv", "customer_id;name;\nK1;Viñedos;\n")
    ran = hilo("check", "--drop", tmp_path)
    assert (ran.exit_code, ran.complained) == (0, "")
    assert 'erp/customers.csv: column "column_3" is none of this table\'s.' in ran.said


BAD_SETTINGS = {
    "a number that is none": ('grace_days = "five"\n', "line 1: \"grace_days\" is 'five'; it must"),
    "a setting misspelt": ("\ngrace_dias = 5\n", 'line 2: there is no setting "grace_dias".'),
    "a currency nobody knows": (
        'reporting_currency = "PESO"\n',
        "line 1: \"reporting_currency\" is 'PESO'; it must be a code of ISO 4217",
    ),
    "no TOML": ("grace_days: 5\n", "is not valid TOML"),
}


@pytest.mark.parametrize("story", BAD_SETTINGS)
def test_a_bad_setting_is_named_with_its_line(tmp_path: Path, story: str) -> None:
    content, sentence = BAD_SETTINGS[story]
    config = tmp_path / "hilo.toml"
    config.write_text(content, encoding="utf-8")
    ran = hilo("check", "--config", config)
    refused(ran, WRONG_USAGE, sentence)
    assert str(config) in ran.complained
