"""A drop is read row by row: each is typed or set aside, and each refusal says where and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.config import Landing
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.load import land_system
from ingestion.sources.file_drop import Drop
from ingestion.sources.file_drop.tables import TABLES

CONTEXT = SourceContext(currencies={"CLP": 0, "CLF": 4, "USD": 2})
INVOICE_HEADER = (
    "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,issue_date,currency,"
    "net_amount,tax_amount,total_amount,status"
)
GOOD_INVOICE = "F1,1001,invoice,CL,C1,2026-01-05,CLP,1000,190,1190,posted"


def write(folder: Path, path: str, text: str | bytes) -> None:
    """Write one file of a drop."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text if isinstance(text, bytes) else text.encode())


def read(folder: Path) -> Drop:
    return Drop(folder, CONTEXT)


def refusal(folder: Path) -> Problem:
    with pytest.raises(SourceUnreadable) as refused:
        _ = read(folder).tables
    return refused.value.problem


BAD_INVOICES = {
    "text where an amount should be": (
        "F2,1002,invoice,CL,C1,2026-01-05,CLP,mil,190,1190,posted",
        ("not_a_number", "net_amount", "mil"),
    ),
    "a thousands separator": (
        'F2,1002,invoice,CL,C1,2026-01-05,CLP,"1,000",190,1190,posted',
        ("not_a_number", "net_amount", "1,000"),
    ),
    "finer than an amount can be": (
        "F2,1002,invoice,CL,C1,2026-01-05,CLP,1000.00001,190,1190,posted",
        ("too_many_decimals", "net_amount", "1000.00001"),
    ),
    "an amount that no ledger holds": (
        "F2,1002,invoice,CL,C1,2026-01-05,CLP,123456789012345,190,1190,posted",
        ("number_too_large", "net_amount", "123456789012345"),
    ),
    "a currency that ISO 4217 does not know": (
        "F2,1002,invoice,CL,C1,2026-01-05,PESO,1000,190,1190,posted",
        ("currency_unknown", "currency", "PESO"),
    ),
    "a day that no month has": (
        "F2,1002,invoice,CL,C1,2026-02-30,CLP,1000,190,1190,posted",
        ("not_a_date", "issue_date", "2026-02-30"),
    ),
    "a date the other way round": (
        "F2,1002,invoice,CL,C1,05-01-2026,CLP,1000,190,1190,posted",
        ("not_a_date", "issue_date", "05-01-2026"),
    ),
    "no key": (
        ",1002,invoice,CL,C1,2026-01-05,CLP,1000,190,1190,posted",
        ("key_missing", "invoice_id", None),
    ),
    "no customer": (
        "F2,1002,invoice,CL,,2026-01-05,CLP,1000,190,1190,posted",
        ("value_missing", "customer_id", None),
    ),
    "a document type we do not have": (
        "F2,1002,factura,CL,C1,2026-01-05,CLP,1000,190,1190,posted",
        ("value_not_allowed", "document_type", "factura"),
    ),
    "a field too few": (
        "F2,1002,invoice,CL,C1,2026-01-05,CLP,1000,190,1190",
        ("row_wrong_width", None, "10 / 11"),
    ),
}


@pytest.mark.parametrize("story", BAD_INVOICES)
def test_a_bad_row_is_set_aside_with_its_place_and_the_others_load(
    tmp_path: Path, story: str
) -> None:
    row, (code, column, value) = BAD_INVOICES[story]
    write(tmp_path, "erp/invoices.csv", f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n{row}\n")
    invoices = read(tmp_path).tables["erp/invoices"]
    assert invoices.frame["invoice_id"].to_list() == ["F1"]
    [problem] = invoices.quarantined
    assert (problem.code, problem.column_name, problem.value) == (code, column, value)
    assert (problem.file, problem.row_number) == ("erp/invoices.csv", 3)
    [count] = invoices.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (2, 1, 1)


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "erp/invoices.csv", f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n{GOOD_INVOICE}\n")
    invoices = read(tmp_path).tables["erp/invoices"]
    assert invoices.frame.height == 1
    assert [(p.code, p.row_number) for p in invoices.quarantined] == [("row_twice", 3)]


def test_one_key_with_two_amounts_is_no_invoice_at_all(tmp_path: Path) -> None:
    other = GOOD_INVOICE.replace("1000,190,1190", "2000,380,2380")
    write(tmp_path, "erp/invoices.csv", f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n{other}\n")
    invoices = read(tmp_path).tables["erp/invoices"]
    assert invoices.frame.height == 0
    assert [(p.code, p.value) for p in invoices.quarantined] == [("key_twice", "F1")] * 2


def test_equal_keys_are_found_across_the_files_of_a_table(tmp_path: Path) -> None:
    write(tmp_path, "erp/invoices_2026-01.csv", f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n")
    write(tmp_path, "erp/invoices/february.csv", f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n")
    invoices = read(tmp_path).tables["erp/invoices"]
    assert invoices.frame.height == 1
    assert [count.rows_read for count in invoices.counts] == [1, 1]


def test_terms_that_end_before_they_begin_are_set_aside(tmp_path: Path) -> None:
    write(
        tmp_path,
        "contracts/contracts.csv",
        "contract_id,account_id,legal_entity_id,currency,signed_on,start_date,end_date,status,"
        "renewal\nK1,A1,CL,CLP,2026-01-01,2026-02-01,2026-01-31,active,none\n",
    )
    [problem] = read(tmp_path).tables["contracts/contracts"].quarantined
    assert (problem.code, problem.value) == ("end_before_start", "2026-01-31")


@pytest.mark.parametrize(
    ("rate", "code"), [("0", "not_above_zero"), ("-940", "not_above_zero"), ("x", "not_a_number")]
)
def test_an_exchange_rate_is_above_zero(tmp_path: Path, rate: str, code: str) -> None:
    write(
        tmp_path,
        "reference/exchange_rates.csv",
        f"rate_date,from_currency,to_currency,rate\n2026-01-01,USD,CLP,{rate}\n",
    )
    [problem] = read(tmp_path).tables["reference/exchange_rates"].quarantined
    assert problem.code == code


def test_a_small_rate_with_an_exponent_keeps_its_digits(tmp_path: Path) -> None:
    write(
        tmp_path,
        "reference/exchange_rates.csv",
        "rate_date,from_currency,to_currency,rate\n2026-01-01,CLP,USD,1.0638297872340425e-03\n",
    )
    rates = read(tmp_path).tables["reference/exchange_rates"].frame
    assert rates["rate"].to_list() == [Decimal("0.0010638297872340")]


UNREADABLE = {
    "an empty file": ("erp/invoices.csv", b"", "file_empty"),
    "a required column is missing": (
        "erp/invoices.csv",
        b"invoice_id,invoice_number\nF1,1\n",
        "column_missing",
    ),
    "a column twice": (
        "erp/invoices.csv",
        f"{INVOICE_HEADER},status\n".encode(),
        "column_twice",
    ),
    "Latin-1 bytes": (
        "crm/accounts.csv",
        "account_id,name\nA1,Compañía\n".encode("latin-1"),
        "file_not_utf8",
    ),
    "UTF-16": ("crm/accounts.csv", "account_id,name\nA1,x\n".encode("utf-16"), "file_not_utf8"),
    "a quote that never closes": (
        "crm/accounts.csv",
        b'account_id,name\nA1,"Uno\nA2,Dos\n',
        "file_malformed",
    ),
    "a cut-off Parquet": ("crm/accounts.parquet", b"PAR1\x00\x01", "file_malformed"),
    "JSON that is none": ("crm/accounts.jsonl", b"account_id;name\n", "file_malformed"),
    "a cut-off workbook": ("erp/invoices.xlsx", b"PK\x03\x04", "bank_workbook_broken"),
    "a web page that is called a workbook": ("erp/invoices.xls", b"<html>", "bank_workbook_broken"),
    "a document": ("erp/invoices.pdf", b"%PDF-1.7", "file_type_unsupported"),
}


@pytest.mark.parametrize("story", UNREADABLE)
def test_a_table_that_cannot_be_read_as_a_whole_is_refused(tmp_path: Path, story: str) -> None:
    path, data, code = UNREADABLE[story]
    write(tmp_path, path, data)
    problem = refusal(tmp_path)
    assert (problem.code, problem.file) == (code, path)


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "drop_empty"
    assert refusal(tmp_path / "nowhere").code == "drop_missing"


def test_statement_files_and_their_layouts_are_no_tables(tmp_path: Path) -> None:
    write(tmp_path, "crm/accounts.csv", "account_id,name\nA1,Uno\n")
    write(tmp_path, "bank/statements/a.csv", "x")
    write(tmp_path, "bank/profiles/mine.yml", "x")
    assert read(tmp_path).ledger.files == []


def test_a_file_of_no_table_and_a_column_nobody_asked_for_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "crm/accounts.csv", "account_id,name,segment\nA1,Uno,SMB\n")
    write(tmp_path, "crm/leads.csv", "lead_id\nX\n")
    drop = read(tmp_path)
    assert [(p.code, p.value) for p in drop.ledger.notices] == [("column_unknown", "segment")]
    assert [(p.code, p.file) for p in drop.ledger.files] == [("file_unknown", "crm/leads.csv")]
    assert drop.tables["crm/accounts"].frame["segment"].to_list() == ["SMB"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_the_three_formats_say_the_same(tmp_path: Path, suffix: str) -> None:
    row = {
        "usage_id": "U1",
        "contract_line_id": "00042",
        "used_on": "2026-01-31",
        "quantity": "12.5",
    }
    if suffix == "csv":
        text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
        write(tmp_path, "usage/usage_records.csv", text)
    elif suffix == "jsonl":
        text = str({**row, "quantity": 12.5}).replace("'", '"') + "\n"
        write(tmp_path, "usage/usage_records.jsonl", text)
    else:
        (tmp_path / "usage").mkdir()
        typed = pl.DataFrame([{**row, "quantity": 12.5}]).with_columns(
            pl.col("used_on").str.to_datetime("%Y-%m-%d")
        )
        typed.write_parquet(tmp_path / "usage/usage_records.parquet")
    [loaded] = read(tmp_path).tables["usage/usage_records"].frame.to_dicts()
    assert loaded["contract_line_id"] == "00042"
    assert loaded["quantity"] == Decimal("12.5")
    assert str(loaded["used_on"]) == "2026-01-31"


def test_semicolons_quotes_and_line_breaks_inside_a_field(tmp_path: Path) -> None:
    write(
        tmp_path,
        "crm/accounts.csv",
        '\ufeffaccount_id;name;tax_id\nA1;"Uno;\nS.A.";1-9\nA2;Dos;\nA3;Tres\n',
    )
    accounts = read(tmp_path).tables["crm/accounts"]
    assert accounts.frame["name"].to_list() == ["Uno;\nS.A.", "Dos"]
    assert [(p.code, p.row_number) for p in accounts.quarantined] == [("row_wrong_width", 5)]


def test_an_absent_table_lands_empty_and_a_later_drop_replaces(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "working.duckdb", tmp_path / "dlt")
    drop = tmp_path / "drop"

    def load() -> list[str]:
        land_system("file_drop", drop, landing, CONTEXT)
        with duckdb.connect(str(landing.working_file), read_only=True) as warehouse:
            tables = warehouse.sql(
                "select table_name from duckdb_tables() where schema_name = 'file_drop'"
            ).fetchall()
            assert {table.name for table in TABLES} <= {name for (name,) in tables}
            accounts = warehouse.sql("select account_id from file_drop.crm_accounts order by all")
            return [account for (account,) in accounts.fetchall()]

    write(drop, "crm/accounts.csv", "account_id,name\nA1,Uno\nA2,Dos\n")
    assert load() == ["A1", "A2"]
    assert load() == ["A1", "A2"]
    write(drop, "crm/accounts.csv", "account_id,name\nA2,Dos\nA3,Tres\n")
    assert load() == ["A2", "A3"]


@given(
    values=st.lists(
        st.one_of(
            st.decimals(allow_nan=False, allow_infinity=False).map(str),
            st.text(alphabet="0123456789.,-+eE ñ", max_size=12),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_an_amount_is_exact_or_set_aside(
    tmp_path: Path, values: list[str]
) -> None:
    lines = [f'P{number},C1,2026-01-01,"{value}",CLP' for number, value in enumerate(values)]
    header = "payment_id,customer_id,paid_on,amount,currency"
    write(tmp_path, "erp/payments.csv", "\n".join([header, *lines]) + "\n")
    payments = read(tmp_path).tables["erp/payments"]
    assert payments.frame.height + len(payments.quarantined) == len(values)
    for row in payments.frame.to_dicts():
        assert row["amount"] == Decimal(values[int(row["payment_id"][1:])].strip())


@pytest.mark.parametrize("header", ["customer_id,name,Name", "customer_id,name,name "])
def test_two_names_that_are_one_to_the_warehouse_are_refused(tmp_path: Path, header: str) -> None:
    write(tmp_path, "erp/customers.csv", f"{header}\nC1,Uno,Dos\n")
    assert refusal(tmp_path).code == "column_twice"


def test_a_column_without_a_letter_is_called_by_its_place(tmp_path: Path) -> None:
    write(tmp_path, "erp/customers.csv", "customer_id,name,¡?\nC1,Uno,x\n")
    assert read(tmp_path).tables["erp/customers"].frame["column_3"].to_list() == ["x"]
