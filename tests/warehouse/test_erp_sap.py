"""SAP through `hilo run`: what was never billed, what was cancelled, what led to what.

The tile shop is ours. The real extracts and the real document flow are no part of this repository:
HILO_SHARED names the folder that holds `data/sap_s4_o2c` and `data/sap_ides_document_flow`, and
without it the tests on them are skipped.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests import shared
from tests.runs import Opened, hilo, run_opened

SCENARIO = Path(__file__).parents[1] / "scenarios" / "sap_extracts"
SHARED = shared.SHARED / "data" / "sap_s4_o2c"
SHARED_FLOW = shared.SHARED / "data" / "sap_ides_document_flow"


def run(
    shared_folder: Path, name: str, extracts: Path, flow: Path, reporting_currency: str
) -> Iterator[Opened]:
    config = shared_folder / f"{name}.toml"
    config.write_text(
        f'reporting_currency = "{reporting_currency}"\nlanguage = "en"\n\n'
        f"[sources.erp_sap]\npath = {json.dumps(str(extracts))}\n\n"
        f"[sources.erp_sap_ecc]\npath = {json.dumps(str(flow))}\n",
        encoding="utf-8",
    )
    yield from run_opened(shared_folder, name, "--as-of", "2025-12-31", "--config", config)


@pytest.fixture(scope="module")
def tile_shop(shared_folder: Path) -> Iterator[Opened]:
    yield from run(shared_folder, "tiles", SCENARIO / "extracts", SCENARIO / "flow", "USD")


@pytest.fixture(scope="module")
def real(shared_folder: Path) -> Iterator[Opened]:
    for needed in (SHARED, SHARED_FLOW):
        if not needed.is_dir():
            pytest.skip(f"HILO_SHARED names no folder with data/{needed.name}")
    yield from run(shared_folder, "real_sap", SHARED / "data", SHARED_FLOW, "INR")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    if not SHARED.is_dir():
        pytest.skip("HILO_SHARED names no folder with data/sap_s4_o2c")
    return dict(json.loads((SHARED / "facts.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def flow_facts() -> dict[str, Any]:
    if not SHARED_FLOW.is_dir():
        pytest.skip("HILO_SHARED names no folder with data/sap_ides_document_flow")
    return dict(json.loads((SHARED_FLOW / "facts.json").read_text(encoding="utf-8")))


def test_the_tile_shop_has_the_gaps_of_its_story_and_no_other(tile_shop: Opened) -> None:
    with (SCENARIO / "expected_gaps.csv").open(encoding="utf-8", newline="") as lines:
        expected = [
            (
                row["gap_class"],
                row["contract_line_id"],
                row["invoice_id"] or None,
                Decimal(row["expected_amount"]),
                Decimal(row["actual_amount"]),
                row["currency"],
            )
            for row in csv.DictReader(lines)
        ]
    assert expected == tile_shop.marts(
        """
        select
            gap_class, contract_line_id, invoice_id, expected_amount, actual_amount, currency
        from marts.fct_billing_gaps
        order by gap_class, contract_line_id
        """
    )


def test_what_is_delivered_is_owed_from_its_goods_issue(tile_shop: Opened) -> None:
    assert tile_shop.marts(
        """
        select contract_line_id, bill_on::text, net_amount
        from marts.fct_billing_schedule
        where contract_line_id in ('erp_sap:5001/10', 'erp_sap:5003/10', 'erp_sap:5005/10')
        order by contract_line_id
        """
    ) == [
        ("erp_sap:5001/10", "2025-05-12", Decimal("600.50")),
        ("erp_sap:5003/10", "2025-05-04", Decimal("350.40")),
        ("erp_sap:5005/10", "2025-05-05", Decimal("66.67")),
    ]


def test_rejected_and_undelivered_orders_owe_nothing(tile_shop: Opened) -> None:
    assert tile_shop.marts(
        """
        select contract_id, expected_amount
        from marts.fct_audit_coverage
        where contract_id in ('erp_sap:5004', 'erp_sap:5007')
        order by contract_id
        """
    ) == [("erp_sap:5004", Decimal(0)), ("erp_sap:5007", Decimal(0))]


def test_cleared_is_not_paid(tile_shop: Opened) -> None:
    # 7005 is cleared in the journal; no bank line and no payment says that money came.
    [(paid, open_amount)] = tile_shop.marts(
        "select paid_amount, open_amount from marts.fct_invoices where invoice_id = 'erp_sap:7005'"
    )
    assert (paid, open_amount) == (Decimal(0), Decimal("66.67"))


def test_the_address_that_became_valid_last_gives_the_country(tile_shop: Opened) -> None:
    assert tile_shop.inside(
        "select customer_id, name, country from canonical.customers order by customer_id"
    ) == [
        ("erp_sap:910001", "Northwind Builders", "US"),
        ("erp_sap:910002", "Café Restoration Ltd", None),
    ]


def test_every_real_row_is_loaded(real: Opened, facts: dict[str, Any]) -> None:
    counts = real.inside(
        """
        select table_name, sum(rows_read)::int, sum(rows_loaded)::int
        from erp_sap.load_counts
        group by table_name
        """
    )
    assert {table: read for table, read, _ in counts} == facts["rows"]
    assert all(read == loaded for _, read, loaded in counts)


def test_the_real_extracts_hold_three_findings_and_no_false_alarm(
    real: Opened, facts: dict[str, Any]
) -> None:
    gaps = real.marts(
        """
        select gap_class, certainty, count(*), sum(expected_amount), sum(actual_amount), currency
        from marts.fct_billing_gaps
        group by gap_class, certainty, currency
        order by gap_class
        """
    )
    cancelled = Decimal(facts["billing"]["F2_cancelled"]["net"])
    assert gaps == [
        ("credited_not_rebilled", "proved", 121, cancelled, Decimal(0), "INR"),
        ("not_billed", "proved", 13, Decimal("37013.40"), Decimal(0), "INR"),
    ]
    # 33 of the 121 are goods given free: their document was cancelled, no money is missing.
    [(free,)] = real.marts("select count(*) from marts.fct_billing_gaps where expected_amount = 0")
    assert free == 33


def test_three_real_lines_are_in_order(real: Opened, facts: dict[str, Any]) -> None:
    [(count, net)] = real.marts(
        """
        select count(*), sum(schedule.net_amount)
        from marts.fct_billing_schedule as schedule
        left join marts.fct_billing_gaps as gaps
            on schedule.contract_line_id = gaps.contract_line_id
        where schedule.is_due and gaps.gap_id is null
        """
    )
    live = facts["billing"]["F2_live"]
    assert (count, net) == (live["count"], Decimal(live["net"]))
    assert count == facts["links"]["order_lines_billed_live_equal"]


def test_all_that_was_delivered_is_judged(real: Opened, facts: dict[str, Any]) -> None:
    [(contracts, expected, judged, unjudged)] = real.marts(
        """
        select count(*), sum(expected_amount), sum(judged_amount), sum(unjudged_amount)
        from marts.fct_audit_coverage
        """
    )
    orders = facts["orders"]
    assert contracts == orders["count"]
    assert expected == judged == Decimal(orders["fully_delivered"]["net"])
    assert unjudged == 0


def test_every_real_document_line_is_tied_by_key(real: Opened) -> None:
    assert real.marts(
        """
        select attribution_rule, confidence, count(*)
        from marts.fct_invoice_line_attribution
        group by attribution_rule, confidence
        """
    ) == [("contract_line", Decimal("1.00"), 245)]


def test_orders_and_documents_name_the_same_customers(real: Opened) -> None:
    # So the sold-to party of both is compared, and no wrong customer is made up.
    [(lines, differing)] = real.inside(
        """
        select count(*), count(*) filter (contracts.customer_id != invoices.customer_id)
        from canonical.invoice_lines
        inner join canonical.invoices using (invoice_id)
        inner join canonical.contract_lines using (contract_line_id)
        inner join canonical.contracts
            on contract_lines.contract_id = contracts.contract_id
        """
    )
    assert (lines, differing) == (245, 0)


LINKS = {
    "billing_item_to_delivery_item": """
        from {schema}billing_document_items as ours
        inner join {schema}outbound_delivery_items as theirs
            on
                ours.{document} = theirs.delivery_document
                and ours.{item} = theirs.delivery_document_item
    """,
    "delivery_item_to_order_item": """
        from {schema}outbound_delivery_items as ours
        inner join {schema}sales_order_items as theirs
            on ours.{document} = theirs.sales_order and ours.{item} = theirs.sales_order_item
    """,
}


@pytest.mark.parametrize("link", LINKS)
def test_items_meet_as_integers_and_never_as_text(
    real: Opened, facts: dict[str, Any], link: str
) -> None:
    text = LINKS[link].format(
        schema="erp_sap.", document="reference_sd_document", item="reference_sd_document_item"
    )
    integer = LINKS[link].format(
        schema="staging.stg_erp_sap__", document="reference_document", item="reference_item"
    )
    [(met_as_text,)] = real.inside(f"select count(*) {text}")
    [(met_as_integer,)] = real.inside(f"select count(*) {integer}")
    assert met_as_text == facts["links"][f"{link}_exact_text_match"] == 0
    assert met_as_integer == facts["links"][f"{link}_after_integer_cast"]


def test_goods_issue_is_stated_for_three_deliveries(real: Opened, facts: dict[str, Any]) -> None:
    deliveries = facts["deliveries"]
    assert real.inside(
        """
        select
            count(*),
            count(*) filter (goods_movement_status = 'C'),
            count(*) filter (goods_movement_status = 'A' and goods_issued_on is null)
        from staging.stg_erp_sap__outbound_delivery_headers
        """
    ) == [
        (
            deliveries["headers"],
            deliveries["goods_movement_complete_C"],
            deliveries["goods_movement_not_started_A"],
        )
    ]
    [(unbilled,)] = real.inside(
        """
        select count(*)
        from staging.stg_erp_sap__outbound_delivery_headers as headers
        anti join staging.stg_erp_sap__billing_document_items as billed
            on headers.delivery_document = billed.reference_document
        """
    )
    assert unbilled == deliveries["without_any_billing_item"]


def test_every_cancellation_equals_the_invoice_it_cancels(
    real: Opened, facts: dict[str, Any]
) -> None:
    assert real.inside(
        """
        select count(*), count(*) filter (ours.net_amount = theirs.net_amount), sum(ours.net_amount)
        from staging.stg_erp_sap__billing_document_headers as ours
        inner join staging.stg_erp_sap__billing_document_headers as theirs
            on ours.cancelled_billing_document = theirs.billing_document
        where ours.billing_document_type = 'S1' and theirs.is_cancelled
        """
    ) == [(80, 80, Decimal(facts["billing"]["S1_cancellation"]["net"]))]


def test_the_table_of_cancellations_repeats_what_the_documents_hold(real: Opened) -> None:
    [(repeated,)] = real.inside(
        """
        select count(*)
        from (
            select * exclude (source_record) from staging.stg_erp_sap__billing_document_headers
            intersect
            select * exclude (source_record)
            from staging.stg_erp_sap__billing_document_cancellations
        ) as twins
        """
    )
    assert repeated == 80


def test_the_table_of_payments_repeats_the_cleared_rows_of_the_journal(
    real: Opened, facts: dict[str, Any]
) -> None:
    payments = facts["payments"]
    [(rows, repeated)] = real.inside(
        """
        select count(*), count(journal.accounting_document)
        from staging.stg_erp_sap__payments_accounts_receivable as payments
        left join staging.stg_erp_sap__journal_entry_items_accounts_receivable as journal
            using (
                company_code, fiscal_year, accounting_document, accounting_document_item,
                cleared_on, clearing_accounting_document, transaction_amount, customer
            )
        """
    )
    assert rows == repeated == payments["all_are_cleared_rows_of_the_journal"]
    clearings = """
        with clearings as (
            select
                clearing_accounting_document,
                count(*) as line_count,
                sum(transaction_amount) as amount
            from staging.stg_erp_sap__payments_accounts_receivable
            group by clearing_accounting_document
        )

        select
            count(*),
            count(*) filter (line_count = 2 and amount = 0),
            count(*) filter (line_count = 1),
            sum(amount) filter (line_count = 1)
        from clearings
    """
    single = payments["clearing_documents_with_one_line"]
    assert real.inside(clearings) == [
        (
            payments["distinct_clearing_documents"],
            payments["clearing_documents_with_two_lines_netting_to_zero"],
            single["count"],
            Decimal(single["amount"]),
        )
    ]
    # None of it is cash: nothing is mapped as a payment, and no document counts as paid.
    [(paid,)] = real.marts("select sum(paid_amount) from marts.fct_invoices")
    assert paid == 0


def test_every_journal_row_is_3_54_times_what_was_billed(
    real: Opened, facts: dict[str, Any]
) -> None:
    # 3.54 to two decimals: the billing was scaled when it was made anonymous, item by item.
    journal = facts["journal"]
    [(rows, scaled, total, still_open)] = real.inside(
        """
        select
            count(*),
            count(*) filter (
                abs(journal.transaction_amount) >= documents.net_amount * 3.535
                and abs(journal.transaction_amount) < documents.net_amount * 3.545
            ),
            sum(journal.transaction_amount),
            sum(journal.transaction_amount) filter (journal.cleared_on is null)
        from staging.stg_erp_sap__journal_entry_items_accounts_receivable as journal
        inner join staging.stg_erp_sap__billing_document_headers as documents
            on journal.reference_document = documents.billing_document
        """
    )
    assert rows == scaled == journal["rows"]
    assert (total, still_open) == (Decimal(journal["total"]), Decimal(journal["open"]["amount"]))
    assert real.inside(
        """
        select documents.billing_document_type, count(*)
        from staging.stg_erp_sap__billing_document_headers as documents
        anti join staging.stg_erp_sap__journal_entry_items_accounts_receivable as journal
            on documents.accounting_document = journal.accounting_document
        group by documents.billing_document_type
        order by documents.billing_document_type
        """
    ) == [
        ("F2", journal["billing_documents_without_journal"]["F2_cancelled"]),
        ("S1", journal["billing_documents_without_journal"]["S1"]),
    ]


def test_an_order_costs_what_its_items_cost(real: Opened, facts: dict[str, Any]) -> None:
    [(equal, total)] = real.inside(
        """
        with items as (
            select sales_order, sum(net_amount) as net_amount
            from staging.stg_erp_sap__sales_order_items
            group by sales_order
        )

        select count(*) filter (orders.net_amount = items.net_amount), sum(orders.net_amount)
        from staging.stg_erp_sap__sales_order_headers as orders
        inner join items on orders.sales_order = items.sales_order
        """
    )
    assert equal == facts["orders"]["header_total_equals_sum_of_items"]
    assert total == Decimal(facts["orders"]["net_total"])
    [(plants, product_plants)] = real.inside(
        """
        select
            (select count(*) from staging.stg_erp_sap__plants),
            (select count(*) from staging.stg_erp_sap__product_plants)
        """
    )
    assert (plants, product_plants) == (44, 3036)


# The document flow: `from_kind`, `from_id` → `to_kind`, `to_id`, item by item.


def links(opened: Opened, what: str, kinds: str) -> list[tuple[Any, ...]]:
    """What is asked of the links between two kinds, written `order → invoice`."""
    from_kind, to_kind = kinds.split(" → ")
    return opened.marts(
        f"""
        select {what}
        from marts.fct_document_links
        where source = 'erp_sap_ecc' and from_kind = '{from_kind}' and to_kind = '{to_kind}'
        order by all
        """
    )


def explained(opened: Opened, document: str) -> tuple[str, str]:
    """What `hilo explain` tells of a document: backwards and forwards."""
    [(warehouse,)] = opened.marts("select path from duckdb_databases() where not internal")
    told = hilo("explain", document, "--warehouse", warehouse).said
    before, _, after = told.partition("forwards")
    return before, after


def test_the_old_quote_is_followed_to_the_cancellation(tile_shop: Opened) -> None:
    before, after = explained(tile_shop, "0020000001")
    assert "inquiry erp_sap_ecc:0010000001" in before
    assert "0090000001" not in before
    for document in (
        "order erp_sap_ecc:0000004001  2013-04-09  USD 800.00",
        "delivery erp_sap_ecc:0080000002  2013-05-02",
        "invoice erp_sap_ecc:0090000001  2013-04-16  USD 500.00",
        "invoice erp_sap_ecc:0090000002  2013-05-03  USD 300.00",
        "invoice_cancellation erp_sap_ecc:0090000003  2013-05-06  USD -300.00",
        "invoice erp_sap_ecc:0090000004  2013-05-07  USD 300.00",
    ):
        assert after.count(document) == 1, document


def test_the_old_invoice_is_followed_to_both_its_orders(tile_shop: Opened) -> None:
    before, after = explained(tile_shop, "erp_sap_ecc:0090000001")
    for document in ("0000004001", "0000004002", "0080000001", "0020000001", "0010000001"):
        assert document in before
    assert "(nothing)" in after


def test_yen_are_whole_and_a_header_has_no_item(tile_shop: Opened) -> None:
    assert links(tile_shop, "to_id, to_item, from_item, amount, currency", "order → invoice") == [
        ("erp_sap_ecc:0090000001", "10", "10", Decimal(500), "USD"),
        ("erp_sap_ecc:0090000001", "20", None, Decimal("45.5"), "USD"),
        ("erp_sap_ecc:0090000002", "10", "10", Decimal(300), "USD"),
        ("erp_sap_ecc:0090000009", "10", "10", Decimal(19209), "JPY"),
    ]


def test_a_delivery_stands_between_an_order_and_its_invoice(tile_shop: Opened) -> None:
    assert tile_shop.marts(
        """
        select from_kind, from_id, from_item, to_kind, to_id, to_item, amount
        from marts.fct_document_links
        where
            source = 'erp_sap'
            and 'erp_sap:8001' in (from_id, to_id)
            and '10' in (from_item, to_item)
        order by from_kind
        """
    ) == [
        ("contract", "erp_sap:5001", "10", "delivery", "erp_sap:8001", "10", None),
        ("delivery", "erp_sap:8001", "10", "invoice", "erp_sap:7001", "10", Decimal("600.5")),
    ]


def test_every_real_link_is_there_and_two_name_no_document(
    real: Opened, flow_facts: dict[str, Any]
) -> None:
    [(read, loaded)] = real.inside("select rows_read, rows_loaded from erp_sap_ecc.load_counts")
    [(kept,)] = real.marts(
        """
        select count(*)
        from marts.fct_document_links
        where source = 'erp_sap_ecc'
        """
    )
    assert (read, loaded) == (flow_facts["rows"], flow_facts["rows"] - 2)
    # One key stands twice, with other amounts: one link, and no amount.
    assert kept == flow_facts["distinct_keys_VBELV_POSNV_VBELN_POSNN_VBTYP_N"] - 2


def test_real_documents_lead_to_as_many_as_the_facts_say(
    real: Opened, flow_facts: dict[str, Any]
) -> None:
    both = "count(distinct from_id), count(distinct to_id)"
    [(orders, _)] = links(real, both, "order → invoice")
    [(_, deliveries)] = links(real, both, "order → delivery")
    [(delivered, invoices)] = links(real, both, "delivery → invoice")
    assert orders == flow_facts["orders_with_invoice"]
    assert deliveries == flow_facts["deliveries_from_orders"]
    assert delivered == flow_facts["deliveries_with_invoice"]
    assert invoices == flow_facts["invoices_from_deliveries"]
    assert links(real, both, "quote → order") == [tuple(flow_facts["quotes_that_became_orders"])]
    assert links(real, both, "inquiry → quote") == [tuple(flow_facts["inquiries_to_quotes"])]
    contracts = flow_facts["contracts_G"]
    assert links(real, f"count(*), {both}", "contract → invoice") == [
        (contracts["to_invoice_rows"], contracts["contracts"], contracts["invoices"])
    ]
    assert links(real, both, "contract → order") == [tuple(contracts["to_orders"])]
    cancelled = flow_facts["invoice_cancellations_M_to_N"]
    assert links(real, "count(*), count(distinct from_id)", "invoice → invoice_cancellation") == [
        (cancelled["rows"], cancelled["invoices"])
    ]


def test_orders_and_invoices_are_many_to_many(real: Opened, flow_facts: dict[str, Any]) -> None:
    several = """
        select count(*)
        from (
            select {one}
            from marts.fct_document_links
            where source = 'erp_sap_ecc' and from_kind = 'order' and to_kind = 'invoice'
            group by {one}
            having count(distinct {other}) > 1
        ) as several
    """
    assert real.marts(several.format(one="from_id", other="to_id")) == [
        (flow_facts["orders_with_more_than_one_invoice"],)
    ]
    assert real.marts(several.format(one="to_id", other="from_id")) == [
        (flow_facts["invoices_with_more_than_one_order"],)
    ]


def test_what_was_billed_of_orders_is_what_the_facts_say(
    real: Opened, flow_facts: dict[str, Any]
) -> None:
    billed = real.marts(
        """
        select currency, count(*), sum(amount)
        from marts.fct_document_links
        where
            source = 'erp_sap_ecc' and from_kind = 'order' and to_kind = 'invoice'
            and currency is not null
        group by currency
        """
    )
    found = {currency: (count, total) for currency, count, total in billed}
    for currency, (rows, total) in flow_facts["order_to_invoice_value_by_currency"].items():
        assert found[currency] == (int(rows.split()[0]), Decimal(total)), currency
