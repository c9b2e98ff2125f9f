"""A firm's own way of writing tables is read as `dialects.yml` declares it, and never guessed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.sources import file_drop
from ingestion.sources.file_drop.tables import TABLES
from ingestion.tabular.dialect import read_dialects
from tests.ingestion.test_file_drop import GOOD_INVOICE, INVOICE_HEADER, read, refusal, write

PAYMENTS_HEADER = "payment_id;customer_id;paid_on;amount;currency;reference"


def declare(folder: Path, text: str) -> None:
    write(folder, "dialects.yml", text)


def payment(folder: Path, day: str, amount: str) -> tuple[object, ...]:
    """The day and amount of one payment as it lands, or the code and value of its problem."""
    row = f'P1;C1;{day};"{amount}";CLP;'
    write(folder, "erp/payments.csv", f"{PAYMENTS_HEADER}\n{row}\n".encode())
    checked = read(folder).tables["erp/payments"]
    [count] = checked.counts
    assert count.rows_read == count.rows_loaded + count.rows_quarantined == 1
    if checked.quarantined:
        [problem] = checked.quarantined
        assert (problem.file, problem.row_number) == ("erp/payments.csv", 2)
        return problem.code, problem.column_name, problem.value
    [row_landed] = checked.frame.to_dicts()
    return row_landed["paid_on"], row_landed["amount"]


POINTS = 'decimal_mark: ","\n  thousands: ["."]'
SPACES = 'decimal_mark: ","\n  thousands: [" "]'
AMOUNTS = {
    "points group, a comma divides": (POINTS, "1.234.567,50", "1234567.50"),
    "no group at all": (POINTS, "-1234567,5", "-1234567.5"),
    "commas group": ('thousands: [","]', "1,234.5", "1234.5"),
    "apostrophes group": ("thousands: [\"'\"]", "1'234'567.25", "1234567.25"),
    "spaces group, such as do not break too": (SPACES, "1\u202f234,5", "1234.5"),
    "the minus behind": ('decimal_mark: ","', "12,50-", "-12.50"),
    "brackets for a minus": ('decimal_mark: ","', "(12,50)", "-12.50"),
    "a group of two is no thousand": (POINTS, "1.23", None),
    "a point where none is declared": ('decimal_mark: ","', "1.234", None),
    "a sign of a currency": ('decimal_mark: ","', "$ 12,50", None),
    "another currency than the row's": ('decimal_mark: ","', "USD 12,50", None),
    "a word": ('decimal_mark: ","', "doce", None),
}  # fmt: skip


@pytest.mark.parametrize("story", AMOUNTS)
def test_an_amount_is_exact_or_set_aside(tmp_path: Path, story: str) -> None:
    declared, text, amount = AMOUNTS[story]
    declare(tmp_path, f"default:\n  {declared}\n")
    if amount is None:
        assert payment(tmp_path, "2026-01-05", text) == ("number_not_as_declared", "amount", text)
    else:
        assert payment(tmp_path, "2026-01-05", text) == (date(2026, 1, 5), Decimal(amount))


DAYS = {
    "day first": ("dates: DMY", "31-12-2025", date(2025, 12, 31)),
    "two digits of the year": ("dates: DMY", "31/12/25", date(2025, 12, 31)),
    "month first": ("dates: MDY", "12/31/2025", date(2025, 12, 31)),
    "no year": ("dates: DM\n  year: 2025", "31/12", date(2025, 12, 31)),
    "an ISO day, which says itself": ("dates: DMY", "2025-12-31", date(2025, 12, 31)),
    "the wrong way round": ("dates: DMY", "12/31/2025", None),
    "a day that no month has": ("dates: DMY", "30/02/2026", None),
    "a leap day of another year": ("dates: DM\n  year: 2025", "29/02", None),
}


@pytest.mark.parametrize("story", DAYS)
def test_a_day_is_read_in_the_declared_order_or_set_aside(tmp_path: Path, story: str) -> None:
    declared, text, day = DAYS[story]
    declare(tmp_path, f"default:\n  {declared}\n")
    expected = (day, Decimal(1)) if day else ("date_not_as_declared", "paid_on", text)
    assert payment(tmp_path, text, "1") == expected


def test_without_a_declaration_a_basic_iso_day_is_a_day(tmp_path: Path) -> None:
    assert payment(tmp_path, "20260630", "1") == (date(2026, 6, 30), Decimal(1))
    assert payment(tmp_path, "20260631", "1") == ("not_a_date", "paid_on", "20260631")


@given(
    cents=st.integers(-(10**15), 10**15),
    marks=st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "\u2019"), (",", "\xa0")]),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_amount_comes_back_as_it_was_written(
    tmp_path: Path, cents: int, marks: tuple[str, str]
) -> None:
    decimal_mark, mark = marks
    amount = Decimal(cents).scaleb(-2)
    text = f"{amount:,.2f}".translate({ord(","): mark, ord("."): decimal_mark})
    declared = " " if mark == "\xa0" else mark
    declare(tmp_path, f'default: {{decimal_mark: "{decimal_mark}", thousands: ["{declared}"]}}\n')
    assert payment(tmp_path, "2026-01-05", text) == (date(2026, 1, 5), amount)


ENCODED = {
    "windows-1252": "cp1252",
    "latin-1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "cp850": "cp850",
    "utf-16": "utf-16",
    "utf-8": "utf-8-sig",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_table_is_read_in_its_declared_encoding(tmp_path: Path, encoding: str) -> None:
    declare(
        tmp_path, f"default: {{encoding: {encoding}, delimiter: '\t'}}\n".replace("'\t'", '"\\t"')
    )
    text = "account_id\tname\nA1\tCompañía Nº 1, S.A.\n"
    write(tmp_path, "crm/accounts.csv", text.encode(ENCODED[encoding], errors="replace"))
    names = read(tmp_path).tables["crm/accounts"].frame["name"].to_list()
    assert names == ["Compañía Nº 1, S.A."]


def test_a_byte_that_the_declared_encoding_lacks_stops_the_run(tmp_path: Path) -> None:
    declare(tmp_path, "default: {encoding: windows-1252}\n")
    write(tmp_path, "crm/accounts.csv", b"account_id,name\nA1,\x81\n")
    problem = refusal(tmp_path)
    assert (problem.code, problem.row_number, problem.value) == ("file_not_as_declared", 2, "0x81")


def test_a_firm_need_not_rename_its_columns(tmp_path: Path) -> None:
    declare(
        tmp_path,
        "default: {decimal_mark: ','}\n"
        "tables:\n"
        "  erp/invoices:\n"
        "    columns: {invoice_id: Id, invoice_number: N° Factura, net_amount: Neto}\n",
    )
    header = INVOICE_HEADER.replace("invoice_id", "ID").replace("invoice_number", "n° factura")
    header = header.replace("net_amount", "NETO").replace(",", ";")
    write(tmp_path, "erp/invoices.csv", f"{header}\n{GOOD_INVOICE.replace(',', ';')}\n")
    [row] = read(tmp_path).tables["erp/invoices"].frame.to_dicts()
    assert (row["invoice_number"], row["net_amount"]) == ("1001", Decimal(1000))


@pytest.mark.parametrize("total", [";;Total;1.000,5;;", "Total;;;1.000,5;;"])
def test_titles_above_the_header_and_a_total_below_are_no_data(tmp_path: Path, total: str) -> None:
    declare(tmp_path, "default: {decimal_mark: ',', thousands: ['.']}\n")
    row = "P1;C1;2026-01-05;1.000,5;CLP;"
    text = "\n".join(["Pagos del mes;;;;;", "", PAYMENTS_HEADER, row, total])
    write(tmp_path, "erp/payments.csv", text)
    payments = read(tmp_path).tables["erp/payments"]
    assert payments.frame["source_row"].to_list() == [4]
    [problem] = payments.quarantined
    assert (problem.code, problem.row_number, problem.value) == ("row_is_total", 5, "Total")
    assert [(one.rows_read, one.rows_loaded) for one in payments.counts] == [(2, 1)]


def test_a_row_set_aside_is_kept_as_it_came(tmp_path: Path) -> None:
    declare(tmp_path, "default: {decimal_mark: ',', dates: DMY}\n")
    rows = "P1;C1;05/01/2026;1,5;CLP;\nP2;C1;06/01/2026;1,x;CLP;\n"
    write(tmp_path, "erp/payments.csv", f"{PAYMENTS_HEADER}\n{rows}")
    payments = read(tmp_path).tables["erp/payments"]
    assert payments.frame["payment_id"].to_list() == ["P1"]
    [problem] = payments.quarantined
    assert json.loads(problem.raw_row or "") == {
        "payment_id": "P2",
        "customer_id": "C1",
        "paid_on": "06/01/2026",
        "amount": "1,x",
        "currency": "CLP",
    }


def test_one_table_may_be_written_unlike_the_others(tmp_path: Path) -> None:
    declare(
        tmp_path,
        "default: {decimal_mark: ',', dates: DMY}\ntables: {erp/payments: {decimal_mark: '.'}}\n",
    )
    assert payment(tmp_path, "05/01/2026", "12.50") == (date(2026, 1, 5), Decimal("12.50"))


WRONG = {
    "an unknown key": ("default: {decimals: 2}", "dialect_key_unknown", "default: decimals"),
    "an unknown section": ("defaults: {}", "dialect_key_unknown", "defaults"),
    "an unknown table": ("tables: {erp/bills: {}}", "dialect_value_wrong", "tables: erp/bills"),
    "an unknown encoding": (
        "default: {encoding: ebcdic}", "dialect_value_wrong", "default: encoding: ebcdic",
    ),
    "an unknown column": (
        "tables: {erp/payments: {columns: {total: Monto}}}",
        "dialect_value_wrong",
        "tables: erp/payments: columns: total",
    ),
    "two columns from one": (
        "tables: {erp/payments: {columns: {payment_id: Id, reference: id}}}",
        "dialect_value_wrong",
        "tables: erp/payments: columns: payment_id: Id",
    ),
    "one sign for both": (
        "default: {decimal_mark: ',', thousands: [',']}", "dialect_value_wrong", "crm/accounts",
    ),
    "days without a year": ("default: {dates: DM}", "dialect_key_missing", "crm/accounts"),
    "no YAML": ("default: [", "dialect_unreadable", "while parsing"),
    "a key twice": ("default: {}\ndefault: {}", "dialect_unreadable", "default"),
}  # fmt: skip


@pytest.mark.parametrize("story", WRONG)
def test_a_wrong_declaration_stops_the_run_and_says_where(tmp_path: Path, story: str) -> None:
    text, code, value = WRONG[story]
    declare(tmp_path, text)
    write(tmp_path, "crm/accounts.csv", "account_id,name\nA1,x\n")
    problem = refusal(tmp_path)
    assert (problem.code, problem.file) == (code, "dialects.yml")
    assert (problem.value or "").startswith(value)


def test_the_example_of_the_guide_is_a_declaration(tmp_path: Path) -> None:
    guide = Path(file_drop.__file__).with_name("README.md").read_text(encoding="utf-8")
    declare(tmp_path, guide.split("```yaml\n")[1].split("```")[0])
    dialects = read_dialects(tmp_path, TABLES)
    assert dialects["erp/invoices"].columns == {"invoice_number": "n factura"}
    assert (dialects["erp/payments"].dates, dialects["erp/payments"].year) == ("DM", 2026)
    assert {dialect.encoding for dialect in dialects.values()} == {"windows-1252"}
