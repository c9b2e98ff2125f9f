"""A real Tryton with a seeded year, read live: just what was planted is found, before and after.

What was planted, the script that seeds says (`expected.json`); this table says which of our classes
each kind of it is. Skips, with the reason, where the ERP cannot be had.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.runs import Published, hilo
from tests.tryton_server import DATABASE, ERP, PASSWORD, USER, Server, served, why_not_installed

AS_OF = "2025-12-31"

CLASSES = {
    "missing": "not_billed",
    "free_month_billed": "billed_before_start",
    "price": "over_billed",
    "tax": "wrong_tax",
    "index": "under_billed",
    "quantity": "under_billed",
    "duplicate": "duplicate_billing",
    "milestone_not_billed": "milestone_not_billed",
    "upgrade_not_billed": "under_billed",
    "wrong_entity": "wrong_legal_entity",
}
# The UF as the story bills it, in pesos on the first of each month: Tryton's own rate goes over the
# dollar and keeps six decimals, so a company takes it from who publishes it.
UF = (
    *("38415.00", "38380.50", "38640.20", "38890.10", "39070.40", "39180.00"),
    *("39265.30", "39180.10", "39380.60", "39485.70", "39600.20", "39640.00"),
)
SETTINGS = """
as_of = {as_of}
reporting_currency = "CLP"

[sources.file_drop]
path = "drop"

[sources.erp_tryton]
url = "{url}"
database = "{database}"
user = "{user}"
group_relation = "belongs to group"

[sources.erp_tryton.completed_on]
"M3 go-live 30%" = 2025-09-30
"""


@dataclass(frozen=True)
class Year:
    """The published warehouse before the later changes, and after them."""

    before: Published
    after: Published


@pytest.fixture(scope="session")
def year(shared_folder: Path) -> Year:
    """Two runs over one server, made once for all workers."""
    if reason := why_not_installed():
        pytest.skip(f"no Tryton to read from: {reason}")
    folder = shared_folder / "tryton"
    before, after = (Published(folder / "drop", folder / name) for name in ("a.duckdb", "b.duckdb"))
    with FileLock(shared_folder / "tryton.lock"):
        if not after.warehouse.exists():
            with served(folder / "erp", is_seeded=True) as server:
                _run_twice(server, folder, before, after)
    return Year(before, after)


def _run_twice(server: Server, folder: Path, before: Published, after: Published) -> None:
    rates = folder / "drop" / "reference" / "exchange_rates.csv"
    rates.parent.mkdir(parents=True)
    lines = [f"2025-{month:02}-01,CLF,CLP,{value}" for month, value in enumerate(UF, start=1)]
    rates.write_text("\n".join(["rate_date,from_currency,to_currency,rate", *lines, ""]))
    config = folder / "hilo.toml"
    config.write_text(
        SETTINGS.format(as_of=AS_OF, url=server.url, database=DATABASE, user=USER),
        encoding="utf-8",
    )
    _run(config, after)
    # The second run goes on in the working file of the first.
    before.warehouse.write_bytes(after.warehouse.read_bytes())
    after.warehouse.unlink()
    server.stop()
    server.run("delta")
    server.run("serve")
    _run(config, after)


def _run(config: Path, published: Published) -> None:
    os.environ["SOURCES__ERP_TRYTON__PASSWORD"] = PASSWORD
    try:
        ran = hilo("run", "--config", config, "--warehouse", published.warehouse)
    finally:
        del os.environ["SOURCES__ERP_TRYTON__PASSWORD"]
    assert ran.exit_code == 0, ran.complained
    assert PASSWORD not in ran.said + ran.complained
    log = published.warehouse.with_name(f"{published.warehouse.stem}.hilo") / "hilo.log"
    assert PASSWORD not in log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def truth(year: Year) -> dict[str, Any]:
    del year  # it skips where there is no ERP
    told: dict[str, Any] = json.loads((ERP / "expected.json").read_text(encoding="utf-8"))["truth"]
    return told


def _planted(truth: dict[str, Any]) -> list[tuple[str, str, Decimal]]:
    """Class, month and amount of each divergence that nobody corrected; none where only form is."""
    return sorted(
        (
            CLASSES[one["kind"]],
            one["month"],
            Decimal(one.get("tax_amount") or one["amount_net"] or 0),
        )
        for one in truth["divergences"]
        if not one.get("corrected_by")
    )


def _found(published: Published) -> list[tuple[str, str, Decimal]]:
    rows = published.rows(
        """
        select gaps.gap_class, gaps.gap_amount,
            strftime(coalesce(gaps.billing_period_start, invoices.issue_date), '%Y-%m') as month
        from marts.fct_billing_gaps as gaps
        left join marts.fct_invoices as invoices using (invoice_id)
        where gaps.status = 'open' and gaps.root_gap_id is null
            and gaps.bank_transaction_id is null
        """
    )
    return sorted((row["gap_class"], row["month"], row["gap_amount"]) for row in rows)


def test_each_planted_divergence_is_an_open_gap_and_nothing_else_is(
    year: Year, truth: dict[str, Any]
) -> None:
    planted = _planted(truth)
    assert len(planted) == 12  # the thirteenth, March twice, was credited and nets to nothing
    assert _found(year.before) == planted


def test_after_the_later_changes_the_third_milestone_is_late_instead_of_not_billed(
    year: Year, truth: dict[str, Any]
) -> None:
    milestone = ("milestone_not_billed", "2025-09", Decimal(-3600000))
    expected = [gap for gap in _planted(truth) if gap != milestone]
    found = _found(year.after)
    late = [gap for gap in found if gap[0] == "late_billing"]
    assert [gap[1] for gap in late] == ["2025-09"]
    assert [gap for gap in found if gap[0] != "late_billing"] == expected


# What each bank case is called in the story, and how its line ends here. A receipt that the ERP
# left without a match is posted to nothing.
STATUSES = {
    "one_to_one": "matched",
    "one_to_many": "matched",
    "many_to_one": "matched",
    "partial": "matched",
    "fee": "matched",
    "payer_is_not_invoiced_party": "matched",
    "credit_note_netted": "matched",
    "paid_twice_unmatched": "review",
    "unidentified": "unmatched",
    "short_by_20_unmatched": "unmatched",
}


def test_each_bank_case_has_its_answer(year: Year, truth: dict[str, Any]) -> None:
    lines = {
        row["reference"]: row
        for row in year.before.rows("select * from marts.fct_bank_transactions")
    }
    assert len(truth["bank_cases"]) == 15
    for case in truth["bank_cases"]:
        for number in case["bank_lines"]:
            assert lines[number]["match_status"] == STATUSES[case["case"]], case
            is_matched = STATUSES[case["case"]] == "matched"
            amount = lines[number]["amount"] if is_matched else 0
            assert lines[number]["matched_amount"] == amount, case


def test_a_matched_line_pays_the_documents_of_its_case(year: Year, truth: dict[str, Any]) -> None:
    rows = year.before.rows(
        """
        select bank_lines.reference, documents.invoice_number, matches.difference_amount,
            matches.difference_kind
        from marts.fct_bank_matches as matches
        inner join marts.fct_bank_transactions as bank_lines using (bank_transaction_id)
        inner join marts.fct_invoices as documents using (invoice_id)
        where matches.is_posted
        """
    )
    for case in truth["bank_cases"]:
        if STATUSES[case["case"]] != "matched":
            continue
        paid = [row for row in rows if row["reference"] in case["bank_lines"]]
        numbers = {row["invoice_number"] for row in paid}
        if case["case"] == "credit_note_netted":
            # The note settles the copy that it credits; the money pays the other.
            assert numbers == {case["invoices"][0]}
        else:
            assert numbers == set(case["invoices"]), case
        fees = sum((row["difference_amount"] for row in paid), Decimal(0))
        assert fees == -Decimal(case.get("fee", 0)), case
        assert {row["difference_kind"] for row in paid if row["difference_amount"]} <= {"fee"}


def test_what_is_open_in_a_bank_case_is_what_the_story_leaves_open(
    year: Year, truth: dict[str, Any]
) -> None:
    opened = {
        row["invoice_number"]: row["open_amount"]
        for row in year.before.rows("select invoice_number, open_amount from marts.fct_invoices")
    }
    for case in truth["bank_cases"]:
        if STATUSES[case["case"]] == "matched":
            left = sum((opened[number] for number in case["invoices"]), Decimal(0))
            assert left == Decimal(case.get("open", 0)), case


def test_money_and_counts_are_those_that_the_erp_tells_of_itself(year: Year) -> None:
    facts = json.loads((ERP / "expected.json").read_text(encoding="utf-8"))
    for published, name in (
        (year.before, "facts_after_seed"),
        (year.after, "facts_after_delta"),
    ):
        documents = published.rows(
            """
            select entities.legal_entity_name, count(*) as documents,
                sum(if(document_type = 'credit_note', -1, 1) * documents.net_amount) as net,
                sum(if(document_type = 'credit_note', -1, 1) * documents.tax_amount) as tax
            from marts.fct_invoices as documents
            inner join marts.dim_legal_entities as entities using (legal_entity_id)
            group by entities.legal_entity_name
            """
        )
        told = facts[name]["companies"]
        for entity, code in (("Andes Cloud SpA", "AC-CL"), ("Andes Cloud Inc.", "AC-US")):
            (row,) = [one for one in documents if one["legal_entity_name"] == entity]
            states = told[code]["account.invoice"]
            assert row["documents"] == states["posted"] + states["paid"]
            assert row["net"] == Decimal(told[code]["untaxed_amount"])
            assert row["tax"] == Decimal(told[code]["tax_amount"])


def test_a_deleted_record_is_gone_and_a_changed_one_is_as_it_is_now(year: Year) -> None:
    query = """
        select file, rows_read, rows_quarantined from marts.load_counts
        where source = 'erp_tryton' and file in ('sale.opportunity', 'account.invoice')
        order by file
    """
    before, after = year.before.rows(query), year.after.rows(query)
    assert [row["rows_read"] for row in before] == [67, 11]
    # One invoice more; the opportunity typed by mistake came and went.
    assert [row["rows_read"] for row in after] == [68, 11]
    assert {row["rows_quarantined"] for row in before + after} == {0}


def test_what_tryton_itself_expects_stands_beside_our_schedule(year: Year) -> None:
    rows = year.before.rows(
        """
        select contract_lines.contract_line_id, count(*) as periods,
            sum(opinions.vendor_amount) as vendor_amount,
            count(*) filter (where opinions.difference_amount != 0) as differences
        from marts.fct_vendor_billing as opinions
        inner join (select distinct contract_line_id from marts.fct_billing_schedule)
            as contract_lines using (contract_line_id)
        group by all
        order by all
        """
    )
    # 11 months of SUB-1's plan and seats, 12 of SUB-2, 10 of SUB-4, one year of SUB-5, SUB-6 before
    # and after its upgrade; the UF contract is billed by hand, and Tryton has no opinion of it.
    assert [(row["periods"], row["vendor_amount"]) for row in rows] == [
        (11, Decimal(4950000)),
        (11, Decimal(2640000)),
        (12, Decimal(5400000)),
        (10, Decimal(4500000)),
        (1, Decimal(12000)),
        (6, Decimal(2400)),
        (5, Decimal(3000)),
    ]
    assert sum(row["differences"] for row in rows) == 0
