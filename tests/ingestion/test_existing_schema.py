"""Tables that another loader landed: read where they lie, from a DuckDB file or a folder."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.system import ExistingSchema
from tests.ingestion.warehouse import Warehouse
from tests.shared import SHARED

CONTEXT = SourceContext(currencies={"CLP": 0, "EUR": 2, "GBP": 2, "USD": 2, "CAD": 2})
SCHEMAS = SHARED / "data" / "vendor_schemas"

# As a loader writes them: an hour of one digit, money as a float, a marker for what was deleted.
DEALS = """\
deal_id,is_deleted,property_dealname,property_amount,property_deal_currency_code,\
property_closedate,property_createdate,property_some_other
1,false,Andes,5860.400000000001,usd,2025-02-01 00:00:00,2025-01-01 3:15:52,x
2,true,Gone,1,usd,,2025-01-01 03:15:52,x
3,,Open,12.12345600000000,usd,,2025-01-01 03:15:52.5 UTC,x
"""
DEAL_COMPANIES = "deal_id,company_id,type_id\n1,10,5\n9,11,5\n"
COMPANIES = "ID,PROPERTY_NAME\n10,Andes SpA\n"


def existing(system: str, place: Path, **options: str) -> ExistingSchema:
    vendor = import_module(f"ingestion.sources.{system}").VENDOR
    return ExistingSchema(vendor, Connection({"existing_schema": place, **options}), CONTEXT)


def folder_of(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def told(schema: ExistingSchema, code: str) -> list[tuple[Any, ...]]:
    return [
        (notice.file, notice.column_name, notice.value)
        for notice in schema.ledger.notices
        if notice.code == code
    ]


def stopped_by(schema: ExistingSchema) -> Problem:
    with pytest.raises(SourceUnreadable) as stopped:
        _ = schema.tables
    return stopped.value.problem


def rows_of(schema: ExistingSchema, table: str) -> list[dict[str, Any]]:
    return schema.tables[table].frame.to_dicts()


def test_a_folder_has_a_file_for_each_table(tmp_path: Path) -> None:
    place = folder_of(tmp_path, deal_data=DEALS, hubspot_company=COMPANIES, contact=COMPANIES)
    schema = existing("crm_hubspot", place)
    [deal] = rows_of(schema, "deal")
    assert (deal["property_amount"], deal["property_deal_currency_code"]) == (
        Decimal("5860.4"),
        "USD",
    )
    assert deal["property_createdate"] == datetime(2025, 1, 1, 3, 15, 52, tzinfo=UTC)
    assert (deal["source_file"], deal["source_row"]) == ("deal_data.csv", 2)
    assert rows_of(schema, "company")[0]["property_name"] == "Andes SpA"
    assert rows_of(schema, "owner") == []


def test_only_declared_columns_are_read_and_an_amount_is_never_cut(tmp_path: Path) -> None:
    schema = existing("crm_hubspot", folder_of(tmp_path, deal=DEALS))
    assert "property_some_other" not in schema.tables["deal"].frame.columns
    # Six decimals of an amount are no noise of a float: nobody knows what was meant.
    [problem] = schema.tables["deal"].quarantined
    assert (problem.code, problem.value) == ("too_many_decimals", "12.12345600000000")


def test_what_the_vendor_deleted_is_left_out_and_counted(tmp_path: Path) -> None:
    schema = existing("crm_hubspot", folder_of(tmp_path, deal=DEALS))
    [count] = schema.ledger.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (2, 1, 1)
    assert told(schema, "existing_rows_deleted") == [("deal.csv", None, "1")]


def test_what_refers_to_nothing_loads_and_is_told(tmp_path: Path) -> None:
    place = folder_of(tmp_path, deal=DEALS, deal_company=DEAL_COMPANIES, company=COMPANIES)
    schema = existing("crm_hubspot", place)
    assert len(rows_of(schema, "deal_company")) == 2
    assert told(schema, "existing_rows_orphaned") == [
        ("deal_company", "deal_id", "1 / 2 → deal"),
        ("deal_company", "company_id", "1 / 2 → company"),
    ]


def test_a_table_that_may_be_missing_and_a_column_are_noticed(tmp_path: Path) -> None:
    schema = existing("crm_hubspot", folder_of(tmp_path, deal=DEALS))
    assert (str(tmp_path), None, "company") in told(schema, "existing_table_absent")
    assert ("deal.csv", "owner_id", "owner_id") in told(schema, "column_absent")


def test_a_table_or_a_column_without_which_nothing_is_compared_stops_the_run(
    tmp_path: Path,
) -> None:
    problem = stopped_by(existing("crm_hubspot", folder_of(tmp_path, company=COMPANIES)))
    assert (problem.code, problem.value) == ("existing_table_missing", "deal")
    problem = stopped_by(existing("crm_hubspot", folder_of(tmp_path, deal="deal_id\n1\n")))
    assert (problem.code, problem.value) == ("column_missing", "property_createdate")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema hubspot")
        connection.execute(
            """
            create table hubspot.deal as
            select
                i::bigint as deal_id,
                i = 2 as _fivetran_deleted,
                0.1::double + 0.2::double as property_amount,
                timestamp '2025-01-31 23:00:00' as property_closedate,
                timestamptz '2025-01-01 00:00:00+00' as property_createdate,
                'usd' as property_deal_currency_code
            from range(1, 4) as numbers (i)
            """
        )
        connection.execute("create view hubspot.company as select 10 as \"ID\", 'A' as other")
        connection.execute("create table hubspot.owner (owner_id bigint)")
    return path


def test_a_duckdb_file_is_read_by_its_schema(warehouse: Path) -> None:
    schema = existing("crm_hubspot", warehouse, schema="HubSpot", currency="CLP")
    first, second = rows_of(schema, "deal")
    assert (first["deal_id"], first["property_amount"]) == ("1", Decimal("0.3"))
    assert first["property_closedate"].date() == date(2025, 1, 31)
    assert (second["deal_id"], second["source_file"], second["source_row"]) == (
        ("3", "HubSpot.deal", 3)
    )
    assert rows_of(schema, "company")[0]["id"] == "10"
    assert rows_of(schema, "owner") == []
    assert told(schema, "existing_rows_deleted") == [("HubSpot.deal", None, "1")]


def test_a_moment_is_the_same_wherever_it_is_read(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Santiago")
    time.tzset()
    try:
        first, _ = rows_of(existing("crm_hubspot", warehouse), "deal")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert first["property_createdate"] == datetime(2025, 1, 1, tzinfo=UTC)


def test_the_file_is_never_written(warehouse: Path) -> None:
    before = warehouse.read_bytes()
    _ = existing("crm_hubspot", warehouse).tables
    assert warehouse.read_bytes() == before


def test_a_place_that_cannot_be_read_is_said_in_a_sentence(warehouse: Path) -> None:
    missing = warehouse.with_name("none.duckdb")
    assert stopped_by(existing("crm_hubspot", missing)).code == "existing_schema_missing"
    unknown = stopped_by(existing("crm_hubspot", warehouse, schema="crm"))
    assert (unknown.code, unknown.column_name) == ("existing_schema_unknown", "crm")
    assert "hubspot" in (unknown.value or "")
    other = warehouse.with_name("other.duckdb")
    other.write_text("no database", encoding="utf-8")
    assert stopped_by(existing("crm_hubspot", other)).code == "existing_file_unreadable"


def test_a_declared_currency_is_one(tmp_path: Path) -> None:
    place = folder_of(tmp_path, deal=DEALS)
    problem = stopped_by(existing("crm_hubspot", place, currency="pesos"))
    assert (problem.code, problem.value) == ("existing_currency_unknown", "pesos")
    assert told(existing("crm_hubspot", place), "existing_undeclared_currency")
    assert not told(existing("crm_hubspot", place, currency="USD"), "existing_undeclared_currency")


def test_parquet_is_a_table_too_and_it_lands(tmp_path: Path) -> None:
    place = tmp_path / "files"
    place.mkdir()
    deals = pl.read_csv(DEALS.encode(), infer_schema_length=None)
    deals.filter(pl.col("deal_id") < 3).write_parquet(place / "deal.parquet")
    warehouse = Warehouse(tmp_path, "crm_hubspot", CONTEXT)
    warehouse.land(Connection({"existing_schema": place}))
    assert warehouse.rows("select deal_id, property_amount from crm_hubspot.deal") == [
        ("1", Decimal("5860.4"))
    ]
    assert warehouse.rows("select count(*) from crm_hubspot.company") == [(0,)]


def test_a_table_may_have_another_name_and_versions_of_before(tmp_path: Path) -> None:
    history = """\
id,_fivetran_active,status,start_date
s,true,active,2025-01-01 00:00:00
s,false,trialing,2025-01-01 00:00:00
"""
    bare = {"customer": "id\n", "invoice": "id,currency,total,period_end\n"}
    schema = existing("billing_stripe", folder_of(tmp_path, subscription_history=history, **bare))
    [subscription] = rows_of(schema, "subscription")
    assert subscription["status"] == "active"
    assert told(schema, "existing_rows_past") == [("subscription_history.csv", None, "1")]


def test_flags_and_days_are_read_as_the_vendor_writes_them(tmp_path: Path) -> None:
    place = folder_of(
        tmp_path,
        netsuite2_transaction_data=(
            "id,type,posting,voided,trandate\n1,CustInvc,T,F,2025-01-31 0:00:00\n"
        ),
        transactionline="id,transaction,mainline,rate\n0,1,T,-10.0%\n",
        customer="id\n",
        currency="id,symbol\n",
    )
    schema = existing("erp_netsuite", place)
    [document] = rows_of(schema, "transaction")
    assert (document["posting"], document["voided"]) == (True, False)
    assert document["trandate"] == date(2025, 1, 31)
    [line] = rows_of(schema, "transaction_line")
    assert (line["mainline"], line["rate"]) == (True, "-10.0%")


def test_what_the_vendor_itself_expects_is_loaded(tmp_path: Path) -> None:
    place = folder_of(
        tmp_path,
        account="id\n",
        opportunity="id,created_date\n",
        billing_period_item="id,amount,billing_period_start_date,billing_schedule_id\nb,9.5,2025-01-01,s\n",
    )
    schema = existing("crm_salesforce", place)
    [period] = rows_of(schema, "billing_period_item")
    assert (period["amount"], period["billing_period_start_date"]) == (
        Decimal("9.5"),
        date(2025, 1, 1),
    )
    assert told(schema, "existing_rows_orphaned") == [
        ("billing_period_item", "billing_schedule_id", "1 / 1 → billing_schedule")
    ]


# Of the published folders: rows that load, and every count of orphans.
PUBLISHED: dict[str, tuple[str, dict[str, int], list[tuple[str, str, str]]]] = {
    "crm_hubspot": (
        "hubspot",
        {"deal": 44, "company": 24, "deal_company": 2, "deal_pipeline_stage": 69, "owner": 100},
        [
            ("deal", "deal_id", "44 / 44 → deal_company"),
            ("deal_company", "deal_id", "2 / 2 → deal"),
            ("deal_company", "company_id", "2 / 2 → company"),
        ],
    ),
    "billing_stripe": (
        "stripe",
        {"customer": 11, "invoice": 2, "invoice_line_item": 3, "charge": 16, "subscription": 2},
        [
            # "2 invoice lines without invoice", as the folder says of itself.
            ("invoice_line_item", "invoice_id", "2 / 3 → invoice"),
            ("invoice", "customer_id", "2 / 2 → customer"),
            ("credit_note", "invoice_id", "2 / 2 → invoice"),
            ("credit_note", "refund_id", "2 / 2 → refund"),
            ("charge", "customer_id", "16 / 16 → customer"),
            ("refund", "charge_id", "4 / 4 → charge"),
            ("subscription", "customer_id", "2 / 2 → customer"),
            ("subscription_item", "subscription_id", "12 / 14 → subscription"),
            ("subscription_item", "plan_id", "1 / 14 → plan, price"),
        ],
    ),
    "erp_netsuite": (
        "netsuite",
        {"transaction": 3, "transaction_line": 5, "customer": 5, "subsidiary": 2, "currency": 3},
        [
            ("transaction", "currency", "3 / 3 → currency"),
            ("transaction_line", "transaction", "5 / 5 → transaction"),
            ("transaction_line", "subsidiary", "5 / 5 → subsidiary"),
            ("transaction_line", "item", "5 / 5 → item"),
            ("tran_acct_line", "transaction", "2 / 5 → transaction"),
            ("subsidiary", "currency", "2 / 2 → currency"),
        ],
    ),
    "crm_salesforce": (
        "salesforce",
        {"account": 1, "opportunity": 0, "opportunity_line_item": 10, "order": 10},
        [
            # "10 of 10 opportunity lines belong to no opportunity in the file".
            ("opportunity_line_item", "opportunity_id", "10 / 10 → opportunity"),
            ("opportunity_line_item", "product_2_id", "10 / 10 → product_2"),
            ("order", "account_id", "10 / 10 → account"),
        ],
    ),
}


@pytest.mark.parametrize("system", PUBLISHED)
def test_the_published_layouts_load_and_their_orphans_are_counted(system: str) -> None:
    folder, counts, orphans = PUBLISHED[system]
    if not (SCHEMAS / folder).is_dir():
        pytest.skip("the vendors' layouts are not there")
    schema = existing(system, SCHEMAS / folder)
    loaded = {name: table.frame.height for name, table in schema.tables.items()}
    assert {name: loaded[name] for name in counts} == counts
    assert not list(schema.ledger.all_rows())
    assert sorted(told(schema, "existing_rows_orphaned")) == sorted(orphans)
