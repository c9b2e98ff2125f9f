"""E-invoices instead of an ERP, through `hilo run`: the gaps of the story, and nothing else.

The drop is the story's own folder: contracts as tables, documents and register as files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.runs import AS_OF, Opened, run_opened

SCENARIO = Path(__file__).parents[1] / "scenarios" / "einvoices_as_erp"


@pytest.fixture(scope="module")
def ran(shared_folder: Path) -> Iterator[Opened]:
    yield from run_opened(shared_folder, "einvoices", "--as-of", AS_OF, "--drop", SCENARIO)


def test_the_drop_has_the_gaps_of_its_story_and_no_other(ran: Opened) -> None:
    with (SCENARIO / "expected_gaps.csv").open(encoding="utf-8", newline="") as lines:
        expected = [
            (
                row["gap_class"],
                row["gap_cause"] or None,
                row["contract_line_id"] or None,
                row["invoice_id"] or None,
                Decimal(row["expected_amount"]),
                Decimal(row["actual_amount"]),
                row["currency"],
            )
            for row in csv.DictReader(lines)
        ]
    assert expected == ran.marts(
        """
        select
            gap_class, gap_cause, contract_line_id, invoice_id, expected_amount, actual_amount,
            currency
        from marts.fct_billing_gaps
        order by gap_class, contract_line_id
        """
    )


def test_every_line_is_tied_to_the_period_that_it_bills(ran: Opened) -> None:
    assert ran.marts(
        """
        select contract_line_id, billing_period_start::varchar, count(*)
        from marts.fct_invoice_line_attribution
        group by all
        order by all
        """
    ) == [
        ("K-77/1", "2026-01-01", 1),
        ("K-77/1", "2026-02-01", 1),
        ("K-77/1", "2026-03-01", 1),
        ("K-77/1", "2026-04-01", 2),
        ("K-77/1", "2026-05-01", 1),
        ("K-88/1", "2026-01-01", 1),
        ("K-88/1", "2026-02-01", 1),
        ("K-99/1", "2026-02-01", 1),
    ]


def test_a_discount_on_the_document_is_one_on_its_lines(ran: Opened) -> None:
    assert ran.inside(
        """
        select net_amount, tax_rate, period_start::varchar, period_end::varchar
        from canonical.invoice_lines
        where invoice_line_id = 'erp_einvoices:DE123456789/invoice/F-1042/1'
        """
    ) == [(Decimal(90), Decimal("0.19"), "2026-01-01", "2026-01-31")]


def test_lines_sum_to_the_net_of_every_document(ran: Opened) -> None:
    assert ran.inside(
        """
        select invoices.invoice_id
        from canonical.invoices as invoices
        inner join canonical.invoice_lines as lines on invoices.invoice_id = lines.invoice_id
        group by invoices.invoice_id, invoices.net_amount
        having sum(lines.net_amount) != invoices.net_amount
        """
    ) == []  # fmt: skip


def test_a_credit_note_reduces_the_document_that_it_names(ran: Opened) -> None:
    assert ran.marts(
        """
        select invoice_id, credited_amount, open_amount
        from marts.fct_invoices
        where credited_amount != 0 and open_amount != 0
        """
    ) == [("erp_einvoices:76123456-0/33/173", Decimal(11900), Decimal(119000))]


def test_a_payment_receipt_pays_the_document_with_its_uuid(ran: Opened) -> None:
    assert ran.marts(
        """
        select total_amount, paid_amount, open_amount, currency
        from marts.fct_invoices
        where starts_with(invoice_id, 'erp_einvoices:11111111')
        """
    ) == [(Decimal(1160), Decimal(1120), Decimal(40), "MXN")]


def test_a_suppliers_document_and_an_assignment_stay_in_staging(ran: Opened) -> None:
    assert ran.inside(
        """
        select
            (select count(*) from staging.stg_erp_einvoices__documents),
            (select count(*) from canonical.invoices),
            (
                select string_agg(legal_entity_id, ' ' order by legal_entity_id)
                from canonical.legal_entities
            ),
            (
                select assigned_document_id || ' ' || assignee_tax_id
                from staging.stg_erp_einvoices__assignments
            )
        """
    ) == [
        (
            11,
            9,
            "erp_einvoices:76123456-0 erp_einvoices:DE123456789 erp_einvoices:SON850101AB1",
            "76123456-0/33/174 76999002-K",
        )
    ]


def test_a_damaged_file_is_told_with_its_line_and_nothing_is_lost(ran: Opened) -> None:
    assert ran.marts("select source, file from marts.quarantined_files") == [
        ("erp_einvoices", "erp/einvoices/issued/damaged.xml")
    ]
    assert "damaged.xml: the XML is damaged or cut off (line: detail, 5:" in ran.told
    assert ran.inside(
        """
        select sum(rows_read), sum(rows_loaded), sum(rows_quarantined)
        from erp_einvoices.load_counts
        """
    ) == [(18, 18, 0)]
