"""May is closed, the books of May change afterwards, and June's run says what and by how much.

One customer, two contracts: K1 costs CLP 100,000 a month, K2 CLP 1,200,000 a year in advance. Both
are billed on 1 May with 19 % tax. On 15 May CLP 119,000 come with the number of F1; on 20 May
CLP 50,000 of somebody who says nothing. The account is loaded up to Friday, 29 May.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from filelock import FileLock

from orchestration.lib.closes import sha256
from orchestration.lib.ledger import land_observations
from orchestration.lib.messages import RunFailed
from tests.orchestration.test_gap_lives import Company
from tests.runs import Ran, hilo

TABLES = {
    "erp/legal_entities": (
        "legal_entity_id,name,country,functional_currency\nCL,Hilo Chile SpA,CL,CLP\n"
    ),
    "erp/customers": "customer_id,name,country\nC1,Minera Norte SA,CL\n",
    "contracts/contracts": (
        "contract_id,account_id,customer_id,legal_entity_id,currency,signed_on,start_date,end_date,"
        "status,renewal\n"
        "K1,A1,C1,CL,CLP,2026-05-01,2026-05-01,2026-12-31,active,none\n"
        "K2,A1,C1,CL,CLP,2026-05-01,2026-05-01,2027-04-30,active,none\n"
    ),
    "contracts/contract_lines": (
        "contract_line_id,contract_id,product_id,charge_model,unit_price,price_period,"
        "billing_period,billing_timing,billing_anchor,start_date\n"
        "K1L,K1,P1,flat,100000,P1M,P1M,in_advance,calendar,2026-05-01\n"
        "K2L,K2,P2,flat,1200000,P1Y,P1Y,in_advance,start,2026-05-01\n"
    ),
    "bank/accounts": (
        "bank_account_id,legal_entity_id,account_number,currency\nB1,CL,000123,CLP\n"
    ),
}
INVOICES = (
    "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
    "net_amount,tax_amount,total_amount,status,contract_id\n"
)
INVOICE_LINES = "invoice_line_id,invoice_id,contract_line_id,net_amount,period_start,period_end\n"
F1 = ("F1", "K1", 100000, "2026-05-01", "2026-05-01", "2026-05-31")
F2 = ("F2", "K2", 1200000, "2026-05-01", "2026-05-01", "2027-04-30")
BANK_LINES = (
    "bank_transaction_id,bank_account_id,booked_on,amount,currency,counterparty_name,reference\n"
    "BL1,B1,2026-05-15,119000,CLP,Minera Norte SA,Factura F1\n"
    "BL2,B1,2026-05-20,50000,CLP,,\n"
    "BL3,B1,2026-05-29,-500,CLP,,Comision\n"
)
DECISION = (
    "bank_transaction_id,invoice_id,amount,decision,owner,reason,decided_on\n"
    "BL2,F2,50000,confirmed,Ana,They called,2026-06-10\n"
)
REASON = "The bank has been asked"


def _bill(company: Company, *documents: tuple[Any, ...]) -> None:
    company.write(
        "erp/invoices",
        INVOICES
        + "".join(
            f"{name},{name},invoice,CL,C1,{day},CLP,{net},{net * 19 // 100},"
            f"{net * 119 // 100},posted,{contract}\n"
            for name, contract, net, day, *_ in documents
        ),
    )
    company.write(
        "erp/invoice_lines",
        INVOICE_LINES
        + "".join(
            f"{name}-1,{name},{contract}L,{net},{first},{last}\n"
            for name, contract, net, _, first, last in documents
        ),
    )


def _close(company: Company, *options: str, month: str = "2026-05") -> Ran:
    return hilo("close", month, "--warehouse", company.folder / "hilo.duckdb", *options)


def _folder(company: Company) -> Path:
    return company.folder / "hilo.hilo" / "ledger" / "closes" / "2026-05"


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


@pytest.fixture(scope="module")
def in_may(shared_folder: Path) -> Company:
    """The company after the run of 31 May, for all tests; whoever changes it takes a copy."""
    company = Company(shared_folder / "month_close")
    with FileLock(shared_folder / "month_close.lock"):
        if not (company.folder / "hilo.duckdb").exists():
            for table, text in TABLES.items():
                company.write(table, text)
            company.write("bank/transactions", BANK_LINES)
            _bill(company, F1, F2)
            company.run("2026-05-31")
    return company


@pytest.fixture
def company(in_may: Company, tmp_path: Path) -> Company:
    """The company after the run of 31 May, to be changed."""
    shutil.copytree(in_may.folder, tmp_path, dirs_exist_ok=True)
    return Company(tmp_path)


@pytest.fixture(scope="module")
def in_june(in_may: Company, shared_folder: Path) -> Company:
    """May closed, then: F1 is of 90,000 now, F3 of May turned up, BL2 pays F2; June is run."""
    company = Company(shared_folder / "month_close_june")
    said = company.folder / "said.txt"
    with FileLock(shared_folder / "month_close_june.lock"):
        if not said.exists():
            shutil.copytree(in_may.folder, company.folder, dirs_exist_ok=True)
            assert _close(company, "--accept", REASON, "--by", "Ana").exit_code == 0
            cheaper = ("F1", "K1", 90000, *F1[3:])
            another = ("F3", "K1", 20000, "2026-05-28", "2026-05-01", "2026-05-31")
            _bill(company, cheaper, F2, another)
            company.write("decisions/match_decisions", DECISION)
            said.write_text(company.run("2026-06-30").said, encoding="utf-8")
    return company


def test_a_month_with_something_to_resolve_is_not_closed(company: Company) -> None:
    ran = _close(company)
    assert ran.exit_code == 1
    said = " ".join(ran.said.split())
    assert "Bank lines classified CL fail 3 1 CLP 50,000" in said
    assert "bank lines not classified: 1, over CLP 50,000 (BL2)" in ran.said
    assert "Bank complete CL pass 1 0" in said
    assert "Statements without holes CL not applicable 0 0" in said
    assert "2026-05 was not closed: checks that fail above: 2." in ran.complained
    assert not _folder(company).parent.exists()


def test_a_close_keeps_what_was_checked_and_who_accepted_what(company: Company) -> None:
    ran = _close(company, "--accept", REASON, "--by", "Ana")
    assert ran.exit_code == 0, ran.complained
    assert f"Ana accepts: 2. Reason: {REASON}" in ran.said
    manifest = json.loads((_folder(company) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["accepted"] == {"by": "Ana", "reason": REASON}
    assert (manifest["month"], manifest["as_of_date"]) == ("2026-05", "2026-05-31")
    statuses = {check["check"]: check["status"] for check in manifest["checks"]}
    assert statuses == {
        "bank_complete": "pass",
        "bank_statements_follow": "not_applicable",
        "documents_complete": "pass",
        "due_billed": "pass",
        "bank_lines_classified": "fail",
        "deferred_revenue_ties": "pass",
        "receivables_tie": "pass",
        "gaps_decided": "fail",
    }
    files = {file["path"]: file for file in manifest["files"]}
    revenue = files["marts/fct_revenue_schedule.parquet"]
    assert (revenue["rows"], revenue["totals"]["CLP"]["billed_amount"]) == (2, "1300000.0000")
    frozen = _folder(company) / "marts" / "fct_invoices.parquet"
    [(total,)] = duckdb.sql(f"select sum(total_amount) from '{frozen}'").fetchall()
    assert total == Decimal(files["marts/fct_invoices.parquet"]["totals"]["CLP"]["total_amount"])


def test_the_same_warehouse_gives_the_same_bytes_and_a_close_is_told_again(
    company: Company,
) -> None:
    accepting = ("--accept", REASON, "--by", "Ana")
    assert _close(company, *accepting).exit_code == 0
    first = _hashes(_folder(company))
    assert {"report/gap_report.html", "report/gap_report.xlsx", "amounts.parquet"} < set(first)
    again = _close(company)
    assert again.exit_code == 0
    assert "2026-05 was closed already, with data as of 2026-05-31 and these very" in again.said
    assert _hashes(_folder(company)) == first
    shutil.rmtree(_folder(company))
    assert _close(company, *accepting).exit_code == 0
    assert _hashes(_folder(company)) == first


def test_a_freeze_is_held_to_its_manifest(company: Company) -> None:
    assert _close(company, "--verify").exit_code == 2
    assert _close(company, "--accept", REASON, "--by", "Ana").exit_code == 0
    verified = _close(company, "--verify")
    assert verified.exit_code == 0
    assert "is as it was written" in verified.said
    assert "The report comes out of the frozen tables again, byte for byte." in verified.said

    amounts, table = (
        _folder(company) / name for name in ("amounts.parquet", "marts/fct_invoices.parquet")
    )
    table.write_bytes(table.read_bytes()[:-5] + b"9PAR1")
    (_folder(company) / "report" / "gap_report.html").unlink()
    broken = _close(company, "--verify")
    assert broken.exit_code == 1
    assert f"{table} was changed." in broken.complained
    assert "gap_report.html is missing." in broken.complained
    assert "Traceback" not in broken.complained

    # A run does not hold today against a freeze that somebody changed.
    amounts.write_bytes(amounts.read_bytes() + b" ")
    with pytest.raises(RunFailed) as refused:
        land_observations(
            _folder(company).parents[1], company.folder / "working.duckdb", date(2026, 6, 30)
        )
    assert (refused.value.code, refused.value.fields["path"]) == ("cli_close_changed", amounts)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"month": "2026-05", "as_of_date": "2026-05-31", "files": []}']
)
def test_a_manifest_that_is_none_is_named(company: Company, text: str) -> None:
    manifest = _folder(company) / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(text, encoding="utf-8")
    for options in ((), ("--verify",)):
        ran = _close(company, *options)
        assert ran.exit_code == 1
        assert f"{manifest} is no manifest of a close" in ran.complained


@pytest.mark.parametrize(
    ("month", "options", "told"),
    [
        ("2026-06", (), "2026-06 ends on 2026-06-30 and the warehouse is of 2026-05-31"),
        ("2026-13", (), "2026-13 is no month. Write it as 2026-06."),
        ("2026-5", (), "2026-5 is no month."),
        ("0000-05", (), "0000-05 is no month."),
        ("2024-01", (), "holds nothing up to 2024-01"),
        ("2026-05", ("--accept", "It is fine"), "both the reason and who is needed"),
        ("2026-05", ("--by", "Ana"), "both the reason and who is needed"),
        ("2026-05", ("--accept", " ", "--by", "Ana"), "both the reason and who is needed"),
        ("2026-05", ("--verify", "--by", "Ana"), "--verify closes nothing"),
        ("2026-05", ("--verify",), "2026-05 is not closed"),
    ],
)
def test_what_cannot_be_closed_is_told_in_one_sentence(
    in_may: Company, month: str, options: tuple[str, ...], told: str
) -> None:
    ran = _close(in_may, *options, month=month)
    assert ran.exit_code == 2
    assert told in ran.complained
    assert "Traceback" not in ran.complained


def test_no_warehouse_or_no_room_for_a_close_is_told(company: Company) -> None:
    missing = hilo("close", "2026-05", "--warehouse", company.folder / "none.duckdb")
    assert missing.exit_code == 2
    # A file where the folder of closes would be.
    _folder(company).parent.write_text("", encoding="utf-8")
    refused = _close(company, "--accept", REASON, "--by", "Ana")
    assert refused.exit_code == 2
    assert "Traceback" not in refused.complained
    assert str(_folder(company).parent) in refused.complained


def test_what_changed_after_the_close_is_an_adjustment_of_the_day_that_saw_it(
    in_june: Company,
) -> None:
    rows = in_june.rows(
        """
        select table_name, record_id, measure, frozen_amount::integer, later_amount::integer,
            adjustment_amount::integer, currency, closing_month::varchar, detected_on::varchar
        from marts.fct_late_adjustments
        where table_name != 'fct_receivables_balances'
        order by table_name, record_id, measure
        """
    )
    day = ("CLP", "2026-05-01", "2026-06-30")
    assert rows == [
        # What F1 asks for now the line pays; the rest of it is not matched any more.
        ("fct_bank_matches", "BL1@F1", "matched_amount", 119000, 107100, -11900, *day),
        ("fct_bank_matches", "BL2@F2", "matched_amount", 0, 50000, 50000, *day),
        ("fct_invoices", "F1", "net_amount", 100000, 90000, -10000, *day),
        ("fct_invoices", "F1", "tax_amount", 19000, 17100, -1900, *day),
        ("fct_invoices", "F1", "total_amount", 119000, 107100, -11900, *day),
        ("fct_invoices", "F3", "net_amount", 0, 20000, 20000, *day),
        ("fct_invoices", "F3", "tax_amount", 0, 3800, 3800, *day),
        ("fct_invoices", "F3", "total_amount", 0, 23800, 23800, *day),
        ("fct_revenue_schedule", "K1L", "billed_amount", 100000, 110000, 10000, *day),
        ("fct_revenue_schedule", "K1L", "deferred_balance", 0, 10000, 10000, *day),
    ]


def test_the_run_says_that_a_closed_month_changed(in_june: Company) -> None:
    said = (in_june.folder / "said.txt").read_text(encoding="utf-8")
    assert "2026-05, a closed month, changed since it was closed: 13 adjustments, 13 of" in said


def test_the_report_shows_the_checklist_and_what_changed(in_june: Company, tmp_path: Path) -> None:
    ran = hilo("report", "--warehouse", in_june.folder / "hilo.duckdb", "--output", tmp_path)
    assert ran.exit_code == 0
    page = (tmp_path / "gap_report.html").read_text(encoding="utf-8")
    assert "Checklist of 2026-06" in page
    assert "Adjustments of closed months" in page
    book = openpyxl.load_workbook(tmp_path / "gap_report.xlsx")
    rows = list(book["Late adjustments"].iter_rows(min_row=5, values_only=True))
    matched = [(row[1].date(), *row[3:9]) for row in rows if row[2] == "Payments matched"]
    day = date(2026, 6, 30)
    assert matched == [
        (day, "BL1@F1", "CL", 119000, 119000, 107100, -11900),
        (day, "BL2@F2", "CL", 0, 0, 50000, 50000),
    ]


def test_receivables_at_the_end_of_may_move_by_what_was_learnt_of_may(in_june: Company) -> None:
    moved = in_june.rows(
        """
        select record_id, frozen_amount::integer, later_amount::integer
        from marts.fct_late_adjustments
        where table_name = 'fct_receivables_balances'
        order by record_id
        """
    )
    assert ("document@F2", 1428000, 1378000) in moved
    assert ("document@F3", 0, 23800) in moved


def test_the_freeze_stays_what_it_was_and_refuses_another(in_june: Company) -> None:
    frozen = _folder(in_june) / "marts" / "fct_bank_matches.parquet"
    matches = duckdb.sql(
        f"select bank_transaction_id, invoice_id, matched_amount::integer from '{frozen}'"
    ).fetchall()
    assert matches == [("BL1", "F1", 119000)]
    assert _close(in_june, "--verify").exit_code == 0
    refused = _close(in_june, "--accept", REASON, "--by", "Ana")
    assert refused.exit_code == 2
    assert "is closed already, with data as of 2026-05-31" in refused.complained
    assert in_june.rows(
        "select closing_month::varchar, accepted_by from marts.fct_month_closes"
    ) == [("2026-05-01", "Ana")]


@pytest.mark.parametrize(
    ("as_of", "closes", "states"),
    [("2026-05-30", 0, 0), ("2026-06-30", 1, 0), ("2026-07-31", 1, 13)],
)
def test_a_run_reads_only_what_was_closed_and_seen_before_it(
    in_june: Company, tmp_path: Path, as_of: str, closes: int, states: int
) -> None:
    working = tmp_path / "working.duckdb"
    ledger = in_june.folder / "hilo.hilo" / "ledger"
    landed = land_observations(ledger, working, date.fromisoformat(as_of))
    assert landed["month_closes"] == closes
    with duckdb.connect(str(working), read_only=True) as connection:
        [(later,)] = connection.sql(
            "select count(*) from ledger.closed_amounts where not is_frozen"
        ).fetchall()
    assert later == states
