"""Documents that begin later than the contracts: what came before is not judged, and is counted."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.runs import AS_OF, Ran, hilo

# CLP 50,000 a month since January 2026; the ERP was started in April.
DROP = {
    "contracts/contracts.csv": (
        "contract_id,account_id,customer_id,legal_entity_id,currency,signed_on,start_date,end_date,"
        "status,renewal\nK1,A1,C1,CL,CLP,2026-01-01,2026-01-01,2026-06-30,active,none\n"
    ),
    "contracts/contract_lines.csv": (
        "contract_line_id,contract_id,product_id,charge_model,unit_price,price_period,"
        "billing_period,billing_timing,billing_anchor,start_date\n"
        "L1,K1,P1,flat,50000,P1M,P1M,in_advance,calendar,2026-01-01\n"
    ),
    "erp/invoices.csv": (
        "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
        "net_amount,tax_amount,total_amount,status\n"
        + "".join(
            f"F{month},{month},invoice,CL,C1,2026-0{month}-01,CLP,50000,0,50000,posted\n"
            for month in (4, 5, 6)
        )
    ),
    "erp/invoice_lines.csv": (
        "invoice_line_id,invoice_id,contract_line_id,product_id,net_amount,period_start,period_end\n"
        "F4-1,F4,L1,P1,50000,2026-04-01,2026-04-30\n"
        "F5-1,F5,L1,P1,50000,2026-05-01,2026-05-31\n"
        "F6-1,F6,L1,P1,50000,2026-06-01,2026-06-30\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in DROP.items():
        (tmp_path / "drop" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "drop" / path).write_text(text, encoding="utf-8")
    return tmp_path


def _run(folder: Path, settings: str) -> Ran:
    (folder / "hilo.toml").write_text(settings, encoding="utf-8")
    places = ("--drop", folder / "drop", "--warehouse", folder / "hilo.duckdb")
    ran = hilo("run", *places, "--config", folder / "hilo.toml", "--as-of", AS_OF)
    assert ran.exit_code == 0, ran.complained
    return ran


def _read(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "hilo.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_what_was_due_before_the_first_documents_is_not_judged(folder: Path) -> None:
    ran = _run(folder, "")
    gaps = "select gap_id from marts.fct_billing_gaps order by gap_id"
    assert _read(folder, gaps) == [
        ("not_billed@L1@2026-01-01",),
        ("not_billed@L1@2026-02-01",),
        ("not_billed@L1@2026-03-01",),
    ]
    # The run says so, and how to tell it that there are no documents of that time.
    assert "invoices_from" in ran.said + ran.complained

    _run(folder, "[invoices_from]\nCL = 2026-04-01\n")
    assert _read(folder, gaps) == [("missing_source_window@K1",)]
    assert _read(
        folder,
        "select judged_amount::integer, unjudged_amount::integer, reason "
        "from marts.fct_audit_coverage",
    ) == [(150000, 150000, "missing_source_window")]
