"""SAP extracts land row by row: types frozen, empty columns there, nothing lost in silence."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.config import Landing
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.load import land_system
from ingestion.sources.erp_sap import SYSTEM, Extracts, landed_name
from ingestion.sources.erp_sap.tables import REQUIRED, TABLES

EXTRACTS = Path(__file__).parents[1] / "scenarios" / "sap_extracts" / "extracts"
CONTEXT = SourceContext(currencies={"USD": 2, "INR": 2})
HEADER: dict[str, Any] = {
    "billingDocument": "7999",
    "billingDocumentType": "F2",
    "billingDocumentDate": "2025-05-30T00:00:00.000Z",
    "billingDocumentIsCancelled": False,
    "totalNetAmount": "10.5",
    "transactionCurrency": "USD",
    "companyCode": "US01",
    "soldToParty": "910001",
}
ITEM: dict[str, Any] = {
    "billingDocument": "7999",
    "billingDocumentItem": "10",
    "netAmount": "10.5",
    "transactionCurrency": "USD",
    "referenceSdDocument": "8009",
    "referenceSdDocumentItem": "10",
}


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    """The tile shop's extracts, to be changed at will."""
    return Path(shutil.copytree(EXTRACTS, tmp_path / "extracts"))


def add(extracts: Path, table: str, *rows: dict[str, Any], part: str = "part-9") -> None:
    """One more part of a table."""
    (extracts / table).mkdir(exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (extracts / table / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(extracts: Path) -> Extracts:
    return Extracts(extracts, CONTEXT)


def refusal(extracts: Path) -> Problem:
    with pytest.raises(SourceUnreadable) as refused:
        _ = read(extracts).tables
    return refused.value.problem


def test_every_row_of_every_part_loads() -> None:
    ledger = read(EXTRACTS).ledger
    assert not list(ledger.all_rows())
    counts = {(count.table_name, count.file): count.rows_loaded for count in ledger.counts}
    assert counts["billing_document_headers", "billing_document_headers/part-1.jsonl"] == 4
    assert counts["billing_document_headers", "billing_document_headers/part-2.jsonl"] == 3
    assert counts["sales_order_items", "sales_order_items/part-1.jsonl"] == 9


def test_values_are_typed_and_an_empty_text_is_none() -> None:
    tables = read(EXTRACTS).tables
    [header] = [
        row
        for row in tables["billing_document_headers"].frame.to_dicts()
        if row["billingDocument"] == "7005"
    ]
    assert header["totalNetAmount"] == Decimal("66.67")
    assert header["billingDocumentDate"] == date(2025, 5, 6)
    assert header["lastChangeDateTime"] == datetime(2025, 5, 6, 11, 31, 37, 331000, tzinfo=UTC)
    assert header["billingDocumentIsCancelled"] is False
    assert header["cancelledBillingDocument"] is None
    hours = json.loads(header["creationTime"])["hours"]
    assert int(hours) == 11


def test_item_numbers_stay_as_each_table_writes_them() -> None:
    tables = read(EXTRACTS).tables
    billed = tables["billing_document_items"].frame["referenceSdDocumentItem"].to_list()
    delivered = tables["outbound_delivery_items"].frame["deliveryDocumentItem"].to_list()
    assert set(billed) == {"10", "20"}
    assert set(delivered) == {"000010", "000020"}


BAD_ROWS: dict[str, tuple[str, dict[str, Any], tuple[str, str, str | None]]] = {
    "words for an amount": (
        "billing_document_headers",
        HEADER | {"totalNetAmount": "ten"},
        ("not_a_number", "totalNetAmount", "ten"),
    ),
    "a document type that may reduce or claim nothing": (
        "billing_document_headers",
        HEADER | {"billingDocumentType": "G2"},
        ("value_not_allowed", "billingDocumentType", "G2"),
    ),
    "a currency that ISO 4217 does not know": (
        "billing_document_headers",
        HEADER | {"transactionCurrency": "RUPEE"},
        ("currency_unknown", "transactionCurrency", "RUPEE"),
    ),
    "no sold-to party": (
        "billing_document_headers",
        HEADER | {"soldToParty": ""},
        ("value_missing", "soldToParty", None),
    ),
    "a moment that is none": (
        "billing_document_headers",
        HEADER | {"lastChangeDateTime": "2025-05-30 at noon"},
        ("not_a_timestamp", "lastChangeDateTime", "2025-05-30 at noon"),
    ),
    "a day with a time of day": (
        "billing_document_headers",
        HEADER | {"billingDocumentDate": "2025-05-30T18:30:00.000Z"},
        ("not_a_date", "billingDocumentDate", "2025-05-30T18:30:00.000Z"),
    ),
    "an item number that is no number": (
        "billing_document_items",
        ITEM | {"referenceSdDocumentItem": "1O"},
        ("not_a_whole_number", "referenceSdDocumentItem", "1O"),
    ),
}


@pytest.mark.parametrize("story", BAD_ROWS)
def test_a_bad_row_is_set_aside_with_its_place_and_the_others_load(
    extracts: Path, story: str
) -> None:
    table, row, (code, column, value) = BAD_ROWS[story]
    loaded = read(extracts).tables[table].frame.height
    good = (HEADER if table.endswith("headers") else ITEM) | {"billingDocument": "7998"}
    add(extracts, table, good, row)
    checked = read(extracts).tables[table]
    [problem] = checked.quarantined
    assert (problem.code, problem.column_name, problem.value) == (code, column, value)
    assert (problem.file, problem.row_number) == (f"{table}/part-9.jsonl", 2)
    assert checked.frame.height == loaded + 1


def test_a_document_in_two_parts_counts_once_and_none_of_two_that_differ(extracts: Path) -> None:
    add(extracts, "billing_document_headers", HEADER, HEADER | {"billingDocument": "7998"})
    add(
        extracts,
        "billing_document_headers",
        HEADER,
        HEADER | {"billingDocument": "7998", "totalNetAmount": "11"},
        part="part-a",
    )
    headers = read(extracts).tables["billing_document_headers"]
    assert [problem.code for problem in headers.quarantined] == [
        "key_twice",
        "row_twice",
        "key_twice",
    ]
    assert sum(count.rows_read for count in headers.counts) == headers.frame.height + 3


def test_line_ends_of_unicode_inside_a_text_end_no_row(extracts: Path) -> None:
    name = "Uno\u2028Dos\x85Tres"
    add(extracts, "business_partners", {"businessPartner": "9", "businessPartnerFullName": name})
    partners = read(extracts).tables["business_partners"]
    assert not partners.quarantined
    assert name in partners.frame["businessPartnerFullName"].to_list()


@pytest.mark.parametrize("table", REQUIRED)
def test_without_a_table_that_all_depends_on_nothing_is_read(extracts: Path, table: str) -> None:
    shutil.rmtree(extracts / table)
    problem = refusal(extracts)
    assert (problem.code, problem.value) == ("sap_table_missing", table)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").code == "drop_missing"


def test_a_part_without_a_column_that_all_depends_on_is_refused(extracts: Path) -> None:
    row = {name: value for name, value in ITEM.items() if name != "netAmount"}
    add(extracts, "billing_document_items", row)
    problem = refusal(extracts)
    assert (problem.code, problem.column_name) == ("column_missing", "netAmount")
    assert problem.file == "billing_document_items/part-9.jsonl"


def test_a_part_cut_off_in_the_middle_is_refused(extracts: Path) -> None:
    (extracts / "billing_document_items" / "part-9.jsonl").write_text('{"billingDocument": "7')
    assert refusal(extracts).code == "file_malformed"


def test_what_was_left_out_and_what_is_new_is_told(extracts: Path) -> None:
    add(extracts, "billing_document_headers", HEADER | {"customerGroup": "A"})
    add(extracts, "product_storage_locations", {"product": "TILE-A"})
    ledger = read(extracts).ledger
    assert ("column_unknown", "customerGroup") in [(p.code, p.value) for p in ledger.notices]
    absent = {p.value for p in ledger.notices if p.code == "sap_table_absent"}
    assert {"plants", "products"} <= absent
    [unread] = ledger.files
    assert (unread.code, unread.file) == ("file_unknown", "product_storage_locations/part-9.jsonl")


def test_names_are_landed_in_snake_case() -> None:
    assert landed_name("billingDocumentIsCancelled") == "billing_document_is_cancelled"
    assert landed_name("organizationBpName1") == "organization_bp_name1"
    assert landed_name("source_row") == "source_row"


def test_a_snapshot_replaces_and_columns_without_any_value_are_there(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "working.duckdb", tmp_path / "dlt")

    def land(location: Path | None) -> int:
        land_system(SYSTEM, location, landing, CONTEXT)
        with duckdb.connect(str(landing.working_file), read_only=True) as warehouse:
            columns = warehouse.sql(
                "select table_name, column_name from duckdb_columns()"
                f" where schema_name = '{SYSTEM}'"
            ).fetchall()
            expected = {
                (table.name, landed_name(column.name))
                for table in TABLES
                for column in table.columns
            }
            assert expected <= set(columns)
            [(rows,)] = warehouse.sql(
                f"select count(*) from {SYSTEM}.billing_document_items"
            ).fetchall()
            return int(rows)

    # Not configured, configured, again, and no more: each leaves what it says and nothing else.
    assert [land(place) for place in (None, EXTRACTS, EXTRACTS, None)] == [0, 10, 10, 0]


def test_extracts_may_be_in_a_declared_encoding(extracts: Path) -> None:
    add(extracts, "plants", {"plant": "ÑU01", "plantName": "Ñuñoa"})
    for part in (extracts / "plants").iterdir():
        part.write_bytes(part.read_text(encoding="utf-8").encode("utf-16"))
    (extracts / "dialects.yml").write_text("tables: {plants: {encoding: utf-16}}\n")
    landed = read(extracts)
    assert "ÑU01" in landed.tables["plants"].frame["plant"].to_list()
    assert landed.ledger.files == []
