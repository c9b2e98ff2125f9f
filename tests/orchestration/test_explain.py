"""`hilo explain`: whichever end of the thread one holds, the whole of it is told."""

from __future__ import annotations

import pytest

from tests.runs import Published, hilo


def _ids(published: Published) -> dict[str, str]:
    """One thread of the stories by each of its names: a sale that was billed and paid."""
    row = published.rows(
        """
        select
            matches.bank_transaction_id,
            invoices.invoice_id,
            invoices.invoice_number,
            lines.contract_line_id,
            threads.contract_id
        from marts.fct_bank_matches as matches
        inner join marts.fct_invoices as invoices on matches.invoice_id = invoices.invoice_id
        inner join marts.fct_invoice_line_attribution as lines
            on invoices.invoice_id = lines.invoice_id
        inner join marts.fct_order_to_cash as threads
            on lines.contract_line_id = threads.contract_line_id
        where matches.is_posted
        order by all
        limit 1
        """
    )[0]
    return {name: str(value) for name, value in row.items()}


@pytest.mark.parametrize(
    "name",
    ["bank_transaction_id", "invoice_id", "invoice_number", "contract_line_id", "contract_id"],
)
def test_every_name_of_a_thread_leads_to_all_of_it(published: Published, name: str) -> None:
    ids = _ids(published)
    told = hilo("explain", ids[name], "--warehouse", published.warehouse)
    assert told.exit_code == 0
    for other in ("bank_transaction_id", "invoice_id", "contract_line_id"):
        assert ids[other] in told.said, (name, other)


def test_a_contract_line_is_told_with_its_terms_and_their_clauses(published: Published) -> None:
    told = hilo("explain", "DSC-1-L1", "--warehouse", published.warehouse)
    assert "10 × USD 50, 10% + 20% off, less USD 30 per full period = USD 330.00" in told.said
    assert "[DSC-1-L1, DSC-J1, DSC-J2, DSC-J3]" in told.said
    assert "over_billed@DSC-1-L1@2026-05-01" in told.said


@pytest.mark.parametrize("name", ["UPR-O1", "UPR-Q1", "UPR-1", "UPR-1-L1"])
def test_a_sale_is_told_from_its_deal_and_from_its_quote(published: Published, name: str) -> None:
    told = hilo("explain", name, "--warehouse", published.warehouse)
    assert "UPR-O1 → UPR-Q1 → UPR-1 → UPR-1-L1" in told.said
    assert "UPR-F1" in told.said


def test_a_deal_without_contract_is_told_with_its_gap(published: Published) -> None:
    deal = published.rows(
        "select min(opportunity_id) as id from marts.fct_billing_gaps "
        "where gap_class = 'deal_without_contract'"
    )[0]["id"]
    told = hilo("explain", deal, "--warehouse", published.warehouse)
    assert f"deal_without_contract@{deal}" in told.said


@pytest.mark.parametrize("name", ["QDF-O1", "QDF-Q1", "QDF-1", "QDF-1-L1"])
def test_what_the_quote_says_otherwise_is_told_from_either_side(
    published: Published, name: str
) -> None:
    told = hilo("explain", name, "--warehouse", published.warehouse)
    assert "quote QDF-Q1 says 40.00, the contract 36.00: USD 480.00 over the term" in told.said


@pytest.mark.parametrize("name", ["returned_payment@RTC-B6", "RTC-B6", "RTC-P3"])
def test_a_cash_gap_is_told_from_what_it_names_and_with_no_other(
    published: Published, name: str
) -> None:
    told = hilo("explain", name, "--warehouse", published.warehouse)
    assert "returned_payment@RTC-B6: " in told.said
    assert "RTC-F3" in told.said
    assert told.said.count("@") == 1 + name.count("@")


def test_an_id_that_nobody_knows_is_one_sentence(published: Published) -> None:
    told = hilo("explain", "NOBODY-1", "--warehouse", published.warehouse)
    assert told.exit_code != 0
    assert "NOBODY-1" in told.complained
    assert "Traceback" not in told.complained
