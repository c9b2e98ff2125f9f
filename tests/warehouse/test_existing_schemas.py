"""A company whose loader lands HubSpot and Stripe already: Hilo reads both schemas of one file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.runs import Published, publish_once

SETTINGS = """
as_of = 2025-02-28
reporting_currency = "USD"

[sources.crm_hubspot]
existing_schema = "loaded.duckdb"
currency = "USD"

[sources.billing_stripe]
existing_schema = "loaded.duckdb"
"""

# Two seats at 50.00 a month. In February Stripe billed 80.00; it kept a fee of each charge.
LOADED = """
create schema hubspot;
create table hubspot.deal as
select * from (values
    ('1', 'Sur 2025', 1200, timestamp '2025-01-01', timestamp '2024-12-01', 'won', false),
    ('2', 'Sur again', 500, timestamp '2025-01-15', timestamp '2024-12-01', 'won', false),
    ('3', 'Forgotten', 900, timestamp '2025-01-15', timestamp '2024-12-01', 'won', true)
) as t (
    deal_id, property_dealname, property_amount, property_closedate, property_createdate,
    deal_pipeline_stage_id, is_deleted
);
create table hubspot.company as select 10 as id, 'Comercial Sur' as property_name;
create table hubspot.deal_company as select '2' as deal_id, 10 as company_id, 5 as type_id;
create table hubspot.deal_pipeline_stage as
select 'won' as stage_id, 'Closed won' as label, 1.0::double as probability, true as is_closed;

create schema stripe;
create table stripe.account as
select 'acct' as id, 'US' as country, 'usd' as default_currency, 'Andes Inc' as company_name;
create table stripe.customer as select 'cus' as id, 'Comercial Sur' as name;
create table stripe.price as
select
    'price' as id, 'prod' as product_id, 'usd' as currency, 5000 as unit_amount,
    'month' as recurring_interval, 1 as recurring_interval_count;
create table stripe.subscription as
select
    'sub' as id, 'cus' as customer_id, 'active' as status, timestamp '2025-01-01' as start_date,
    timestamp '2025-01-01' as created, timestamp '2025-01-01' as billing_cycle_anchor;
create table stripe.subscription_item as
select
    'si' as id, 'sub' as subscription_id, 'price' as plan_id, 2 as quantity,
    timestamp '2025-01-01' as created;
create table stripe.invoice as
select * from (values
    ('in1', 'A-1', 10000, timestamp '2025-01-01'), ('in2', 'A-2', 8000, timestamp '2025-02-01')
) as t (id, number, total, created);
alter table stripe.invoice add column customer_id varchar default 'cus';
alter table stripe.invoice add column currency varchar default 'usd';
alter table stripe.invoice add column status varchar default 'paid';
alter table stripe.invoice add column period_end timestamp default timestamp '2025-01-01';
create table stripe.invoice_line_item as
select * from (values
    ('il1', 'in1', 10000, timestamp '2025-01-01', timestamp '2025-02-01'),
    ('il2', 'in2', 8000, timestamp '2025-02-01', timestamp '2025-03-01')
) as t (id, invoice_id, amount, period_start, period_end);
alter table stripe.invoice_line_item add column subscription_item_id varchar default 'si';
alter table stripe.invoice_line_item add column quantity integer default 2;
create table stripe.charge as
select * from (values
    ('ch1', 'in1', 'txn1', 10000, timestamp '2025-01-01'),
    ('ch2', 'in2', 'txn2', 8000, timestamp '2025-02-01')
) as t (id, invoice_id, balance_transaction_id, amount, created);
alter table stripe.charge add column customer_id varchar default 'cus';
alter table stripe.charge add column currency varchar default 'usd';
create table stripe.balance_transaction as
select * from (values
    ('txn1', 'ch1', 10000, 320, 9680, timestamp '2025-01-01'),
    ('txn2', 'ch2', 8000, 262, 7738, timestamp '2025-02-01')
) as t (id, source, amount, fee, net, created);
alter table stripe.balance_transaction add column currency varchar default 'usd';
alter table stripe.balance_transaction add column type varchar default 'charge';
"""


@pytest.fixture(scope="session")
def company(shared_folder: Path) -> Published:
    """The published warehouse, made once for all workers."""
    return publish_once(shared_folder, "existing", _run)


def _run(published: Published) -> None:
    folder = published.warehouse.parent
    folder.mkdir()
    with duckdb.connect(str(folder / "loaded.duckdb")) as connection:
        connection.execute(LOADED)
    config = folder / "hilo.toml"
    config.write_text(SETTINGS, encoding="utf-8")
    # Midnight in UTC is the evening before in Santiago: nothing may tell where the program runs.
    command = ["run", "--config", str(config), "--warehouse", str(published.warehouse)]
    ran = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *command],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"TZ": "America/Santiago"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_what_stripe_billed_short_and_deals_without_contract_are_the_gaps(
    company: Published,
) -> None:
    gaps = company.rows(
        """
        select gap_class, coalesce(contract_id, opportunity_id) as told_of, gap_amount, currency
        from marts.fct_billing_gaps
        where status = 'open' and root_gap_id is null
        order by all
        """
    )
    # The second deal is of a company, the first of nobody; the third is gone from HubSpot.
    assert [tuple(gap.values()) for gap in gaps] == [
        ("deal_without_contract", "crm_hubspot:1", None, "USD"),
        ("deal_without_contract", "crm_hubspot:2", None, "USD"),
        ("under_billed", "billing_stripe:sub", Decimal(-20), "USD"),
    ]


def test_each_charge_pays_its_invoice_and_stripes_fee_is_told(company: Published) -> None:
    matches = company.rows(
        """
        select bank_transaction_id, invoice_number, matched_amount, difference_amount
        from marts.fct_bank_matches
        inner join marts.fct_invoices using (invoice_id)
        where is_posted
        order by all
        """
    )
    assert [tuple(match.values()) for match in matches] == [
        ("billing_stripe:txn1", "A-1", Decimal(100), Decimal("-3.2")),
        ("billing_stripe:txn2", "A-2", Decimal(80), Decimal("-2.62")),
    ]
    days = company.rows("select booked_on from marts.fct_bank_transactions order by all")
    assert [row["booked_on"] for row in days] == [date(2025, 1, 1), date(2025, 2, 1)]
    rows = company.rows("select sum(open_amount)::decimal(18, 4) as open from marts.fct_invoices")
    assert rows == [{"open": Decimal(0)}]


def test_rows_that_lead_nowhere_and_those_that_are_gone_are_told(company: Published) -> None:
    notices = company.rows(
        """
        select source, file, reason_code, value from marts.load_notices
        where reason_code in ('existing_rows_orphaned', 'existing_rows_deleted')
        order by all
        """
    )
    assert [tuple(notice.values()) for notice in notices] == [
        ("crm_hubspot", "deal", "existing_rows_orphaned", "1 / 2 → deal_company"),
        ("crm_hubspot", "hubspot.deal", "existing_rows_deleted", "1"),
    ]
