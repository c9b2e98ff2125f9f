"""A small company on Odoo, read live over a replay of its API: just its known gaps are found."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ingestion.loopback import listening
from tests.odoo_server import DATABASE, KEY, Odoo
from tests.odoo_story import records
from tests.runs import Published, hilo, publish_once

SETTINGS = """
as_of = 2025-06-30
reporting_currency = "CLP"

[sources.erp_odoo]
url = "{url}"
database = "{database}"
"""


@pytest.fixture(scope="session")
def company(shared_folder: Path) -> Published:
    """The published warehouse, made once for all workers."""
    return publish_once(shared_folder, "odoo", _run)


def _run(published: Published) -> None:
    folder = published.warehouse.parent
    folder.mkdir()
    config = folder / "hilo.toml"
    os.environ["SOURCES__ERP_ODOO__API_KEY"] = KEY
    try:
        with listening(Odoo(records()).answer) as server:
            text = SETTINGS.format(url=server.url, database=DATABASE)
            config.write_text(text, encoding="utf-8")
            ran = hilo("run", "--config", config, "--warehouse", published.warehouse)
    finally:
        del os.environ["SOURCES__ERP_ODOO__API_KEY"]
    assert ran.exit_code == 0, ran.complained
    assert KEY not in ran.said + ran.complained


def test_what_was_billed_short_and_what_was_never_billed_are_the_gaps(company: Published) -> None:
    gaps = company.rows(
        """
        select gap_class, contract_id, gap_amount, currency
        from marts.fct_billing_gaps
        where status = 'open' and root_gap_id is null
        order by contract_id
        """
    )
    # S00003 was billed twice and credited once; the units of account were billed at the day's rate.
    assert [tuple(gap.values()) for gap in gaps] == [
        ("under_billed", "erp_odoo:sale.order,1", Decimal(-100000), "CLP"),
        ("not_billed", "erp_odoo:sale.order,2", Decimal(-500000), "CLP"),
    ]


def test_a_bank_line_pays_the_documents_that_odoo_reconciled_it_with(company: Published) -> None:
    matches = company.rows(
        """
        select bank_transaction_id, invoice_number, matched_amount, difference_amount
        from marts.fct_bank_matches
        inner join marts.fct_invoices using (invoice_id)
        where is_posted
        order by all
        """
    )
    line = "erp_odoo:account.bank.statement.line,"
    assert [tuple(match.values()) for match in matches] == [
        (f"{line}501", "INV/2025/00001", Decimal(952000), Decimal(0)),
        (f"{line}501", "INV/2025/00002", Decimal(357000), Decimal(0)),
        (f"{line}502", "INV/2025/00004", Decimal(556927), Decimal(-1000)),
    ]


def test_what_is_open_is_the_dollar_invoice(company: Published) -> None:
    rows = company.rows(
        "select invoice_number, open_amount from marts.fct_invoices where open_amount != 0"
    )
    assert [tuple(row.values()) for row in rows] == [("INV/2025/00005", Decimal("5860.40"))]


def test_every_record_was_loaded(company: Published) -> None:
    (row,) = company.rows(
        """
        select sum(rows_read)::integer as rows_read, sum(rows_quarantined)::integer as set_aside
        from marts.load_counts where source = 'erp_odoo'
        """
    )
    told = {name: rows for name, rows in records().items() if name != "account.account"}
    unread = 5  # entries that are no documents, and a line that is nobody's debt
    assert row["rows_read"] == sum(map(len, told.values())) - unread
    assert row["set_aside"] == 0
