"""The life of a gap over two runs: seen, decided, reopened when its facts change, cured.

Six contract lines of CLP 50,000 for May 2026. On 31 May nothing was billed for K1, K3, K4 and K6,
40,000 for K2 and 60,000 for K5. Then people decide and documents follow, and June is closed.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from tests.runs import Ran, hilo

LINES = ("K1", "K2", "K3", "K4", "K5", "K6")
CONTRACTS = (
    "contract_id,account_id,customer_id,legal_entity_id,currency,signed_on,start_date,end_date,"
    "status,renewal\n"
) + "".join(f"{line},A1,C1,CL,CLP,2026-05-01,2026-05-01,2026-05-31,active,none\n" for line in LINES)
CONTRACT_LINES = (
    "contract_line_id,contract_id,product_id,charge_model,unit_price,price_period,billing_period,"
    "billing_timing,billing_anchor,start_date\n"
) + "".join(
    f"{line}L,{line},P1,flat,50000,P1M,P1M,in_advance,calendar,2026-05-01\n" for line in LINES
)

INVOICES = (
    "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
    "net_amount,tax_amount,total_amount,status,contract_id,related_invoice_id\n"
)
INVOICE_LINES = "invoice_line_id,invoice_id,contract_line_id,net_amount,period_start,period_end\n"


def invoice(
    name: str, line: str, amount: int, day: str, kind: str = "invoice", of: str = ""
) -> str:
    return f"{name},{name},{kind},CL,C1,{day},CLP,{amount},0,{amount},posted,{line},{of}\n"


def invoice_line(name: str, line: str, amount: int) -> str:
    return f"{name}-1,{name},{line}L,{amount},2026-05-01,2026-05-31\n"


IN_MAY = [("F2", "K2", 40000, "2026-05-01"), ("F5", "K5", 60000, "2026-05-01")]
IN_JUNE = [
    ("D2", "K2", 5000, "2026-06-10", "debit_note", "F2"),
    ("F4", "K4", 50000, "2026-06-20"),
    ("N5", "K5", 10000, "2026-06-11", "credit_note", "F5"),
    ("F6", "K6", 30000, "2026-06-15"),
]
DECISIONS = (
    "gap_id,decision,owner,reason,decided_on,expires_on\n"
    "not_billed@K1L@2026-05-01,disputed,Ana,Ask sales,2026-05-31,\n"
    "not_billed@K1L@2026-05-01,accepted,Ana,Free by email,2026-06-02,\n"
    "under_billed@K2L@2026-05-01,accepted,Ana,Small,2026-05-31,\n"
    "not_billed@K3L@2026-05-01,accepted,Eva,Until mid June,2026-05-31,2026-06-15\n"
    "not_billed@K9L@2026-05-01,accepted,Eva,Mistyped,2026-05-31,\n"
)


@dataclass(frozen=True)
class Company:
    """A drop and its warehouse; a run by its day."""

    folder: Path

    def write(self, table: str, text: str) -> None:
        path = self.folder / "drop" / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def invoices(self, documents: list[tuple[Any, ...]]) -> None:
        self.write("erp/invoices", INVOICES + "".join(invoice(*row) for row in documents))
        self.write(
            "erp/invoice_lines",
            INVOICE_LINES + "".join(invoice_line(*row[:3]) for row in documents),
        )

    def run(self, as_of: str, *options: str) -> Ran:
        places = ("--drop", self.folder / "drop", "--warehouse", self.folder / "hilo.duckdb")
        ran = hilo("run", *places, "--as-of", as_of, *options)
        assert ran.exit_code == 0, ran.complained
        return ran

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "hilo.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def gap(self, gap_id: str) -> dict[str, Any]:
        with duckdb.connect(str(self.folder / "hilo.duckdb"), read_only=True) as connection:
            answer = connection.execute(
                "select * from marts.fct_billing_gaps where gap_id = ?", [gap_id]
            )
            names = [column[0] for column in answer.description]
            [row] = answer.fetchall()
        return dict(zip(names, row, strict=True))


def company_in_may(shared: Path, folder: Path) -> Company:
    """The company after the run of 31 May: run once for all tests, copied where it lives on."""
    may = Company(shared / "company_in_may")
    with FileLock(shared / "company_in_may.lock"):
        if not (may.folder / "hilo.duckdb").exists():
            may.write("contracts/contracts", CONTRACTS)
            may.write("contracts/contract_lines", CONTRACT_LINES)
            may.invoices(IN_MAY)
            may.run("2026-05-31")
    shutil.copytree(may.folder, folder, dirs_exist_ok=True)
    return Company(folder)


@pytest.fixture(scope="module")
def company(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company after the run of 31 May."""
    return company_in_may(shared_folder, tmp_path_factory.mktemp("gap_lives"))


@pytest.fixture(scope="module")
def june(company: Company) -> Ran:
    """The run of 30 June, after people decided and documents followed."""
    assert len(company.rows("select * from marts.fct_billing_gaps where status = 'open'")) == 6
    company.invoices([*IN_MAY, *IN_JUNE])
    company.write("decisions/gap_decisions", DECISIONS)
    return company.run("2026-06-30")


@pytest.mark.usefixtures("june")
def test_an_accepted_gap_stays_accepted_while_its_facts_do(company: Company) -> None:
    gap = company.gap("not_billed@K1L@2026-05-01")
    assert (gap["status"], gap["owner"]) == ("accepted", "Ana")
    assert gap["first_seen_on"].isoformat() == "2026-05-31"
    assert "Reason: Free by email" in gap["explanation"]
    assert "Motivo: Free by email" in gap["explanation_es"]


def test_it_reopens_when_they_change_and_says_what_changed(company: Company, june: Ran) -> None:
    gap = company.gap("under_billed@K2L@2026-05-01")
    assert gap["status"] == "open"
    assert "what was billed changed: CLP 40000 → CLP 45000" in gap["explanation"]
    assert "the documents changed: F2 → D2, F2" in gap["explanation"]
    assert "cambió lo facturado: CLP 40000 → CLP 45000" in gap["explanation_es"]
    assert gap["explanation"].split("Reopened")[1].strip(": ") in june.said


@pytest.mark.usefixtures("june")
def test_a_decision_that_expired_reopens_and_says_so(company: Company) -> None:
    gap = company.gap("not_billed@K3L@2026-05-01")
    assert gap["status"] == "open"
    assert "expired on 2026-06-15" in gap["explanation"]
    assert "venció el 2026-06-15" in gap["explanation_es"]


def test_a_decision_on_a_gap_that_never_was_is_told(company: Company, june: Ran) -> None:
    assert "names a gap that does not exist: not_billed@K9L@2026-05-01" in june.said
    assert company.rows(
        "select gap_id, decision_status from marts.fct_gap_decisions order by gap_id, decided_on"
    ) == [
        ("not_billed@K1L@2026-05-01", "superseded"),
        ("not_billed@K1L@2026-05-01", "standing"),
        ("not_billed@K3L@2026-05-01", "expired"),
        ("not_billed@K9L@2026-05-01", "unknown_gap"),
        ("under_billed@K2L@2026-05-01", "facts_changed"),
    ]


@pytest.mark.usefixtures("june")
def test_a_gap_is_cured_by_the_document_that_repaired_it(company: Company) -> None:
    cured = company.rows(
        """
        select
            gap_id, cured_by, cured_on::varchar, recovered_amount::integer, first_seen_on::varchar
        from marts.fct_billing_gaps
        where status = 'cured'
        order by gap_id
        """
    )
    assert cured == [
        ("not_billed@K4L@2026-05-01", "F4", "2026-06-20", 50000, "2026-05-31"),
        # 30,000 came, and 20,000 are missing under another name.
        ("not_billed@K6L@2026-05-01", "F6", "2026-06-15", 30000, "2026-05-31"),
        ("over_billed@K5L@2026-05-01", "N5", "2026-06-11", 10000, "2026-05-31"),
    ]
    gap = company.gap("not_billed@K6L@2026-05-01")
    assert "cured by F6 (2026-06-15); CLP 30000 put right" in gap["explanation"]
    assert "subsanada por F6 (2026-06-15); se regularizaron CLP 30000" in gap["explanation_es"]
    assert company.gap("under_billed@K6L@2026-05-01")["gap_amount"] == -20000


@pytest.mark.usefixtures("june")
def test_recovered_money_is_told_by_month(company: Company) -> None:
    assert company.rows(
        """
        select legal_entity_id, currency, impact, recovered_month::varchar,
            recovered_amount::integer, gap_count
        from marts.rpt_recovered_amount
        order by impact
        """
    ) == [
        ("CL", "CLP", "over_billed", "2026-06-01", 10000, 1),
        ("CL", "CLP", "under_billed", "2026-06-01", 80000, 2),
    ]


@pytest.mark.usefixtures("june")
def test_a_day_run_again_and_from_nothing_tells_the_same_past(
    company: Company, tmp_path: Path
) -> None:
    """Decide on today's run, load a new document, run today again, and once more from nothing."""
    shutil.copytree(company.folder, tmp_path, dirs_exist_ok=True)
    later = Company(tmp_path)
    later.write(
        "decisions/gap_decisions",
        f"{DECISIONS}under_billed@K2L@2026-05-01,accepted,Ana,Now it is small,2026-06-30,\n",
    )
    later.invoices([*IN_MAY, *IN_JUNE, ("E2", "K2", 1000, "2026-06-29", "debit_note", "F2")])
    later.run("2026-06-30")
    gaps = later.rows("select * from marts.fct_billing_gaps order by gap_id")
    gap = later.gap("under_billed@K2L@2026-05-01")
    assert gap["status"] == "open"
    assert "CLP 45000 → CLP 46000" in gap["explanation"]
    later.run("2026-06-30", "--full-refresh")
    assert later.rows("select * from marts.fct_billing_gaps order by gap_id") == gaps
