"""Documents that begin later than the contracts: what came before is not judged, and is counted."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.runs import AS_OF, Ran, hilo

# Two companies, CLP 50,000 a month each since January 2026; the ERPs of both were started in April,
# and the settings say so of MX alone.
COMPANIES = ("CL", "MX")
DROP = {
    "contracts/contracts.csv": (
        "contract_id,account_id,customer_id,legal_entity_id,currency,signed_on,start_date,end_date,"
        "status,renewal\n"
        + "".join(
            f"{name}-K1,A1,C1,{name},CLP,2026-01-01,2026-01-01,2026-06-30,active,none\n"
            for name in COMPANIES
        )
    ),
    "contracts/contract_lines.csv": (
        "contract_line_id,contract_id,product_id,charge_model,unit_price,price_period,"
        "billing_period,billing_timing,billing_anchor,start_date\n"
        + "".join(
            f"{name}-L1,{name}-K1,P1,flat,50000,P1M,P1M,in_advance,calendar,2026-01-01\n"
            for name in COMPANIES
        )
    ),
    "erp/invoices.csv": (
        "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
        "net_amount,tax_amount,total_amount,status\n"
        + "".join(
            f"{name}-F{month},{name}{month},invoice,{name},C1,2026-0{month}-01,CLP,50000,0,50000,posted\n"
            for name in COMPANIES
            for month in (4, 5, 6)
        )
    ),
    "erp/invoice_lines.csv": (
        "invoice_line_id,invoice_id,contract_line_id,product_id,net_amount,period_start,period_end\n"
        + "".join(
            f"{name}-F{month}-1,{name}-F{month},{name}-L1,P1,50000,2026-0{month}-01,2026-0{month}-{last}\n"
            for name in COMPANIES
            for month, last in ((4, 30), (5, 31), (6, 30))
        )
    ),
}


def _run(folder: Path) -> Ran:
    for path, text in DROP.items():
        (folder / "drop" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "drop" / path).write_text(text, encoding="utf-8")
    (folder / "hilo.toml").write_text("[invoices_from]\nMX = 2026-04-01\n", encoding="utf-8")
    places = ("--drop", folder / "drop", "--warehouse", folder / "hilo.duckdb")
    ran = hilo("run", *places, "--config", folder / "hilo.toml", "--as-of", AS_OF)
    assert ran.exit_code == 0, ran.complained
    return ran


def _read(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "hilo.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_what_was_due_before_the_first_documents_is_not_judged(tmp_path: Path) -> None:
    ran = _run(tmp_path)
    gaps = "select gap_id from marts.fct_billing_gaps order by gap_id"
    assert _read(tmp_path, gaps) == [
        ("missing_source_window@MX-K1",),
        ("not_billed@CL-L1@2026-01-01",),
        ("not_billed@CL-L1@2026-02-01",),
        ("not_billed@CL-L1@2026-03-01",),
    ]
    # The run says so, and how to tell it that there are no documents of that time.
    assert "invoices_from" in ran.said + ran.complained

    assert _read(
        tmp_path,
        "select judged_amount::integer, unjudged_amount::integer, reason "
        "from marts.fct_audit_coverage where legal_entity_id = 'MX'",
    ) == [(150000, 150000, "missing_source_window")]
