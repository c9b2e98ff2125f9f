"""A large table is read some rows at a time, and lands as if it had been read at once."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.contracts import SourceUnreadable
from ingestion.sources.file_drop.tables import TABLE_BY_PATH
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.expected import Expected
from ingestion.tabular.reader import read_table
from tests.ingestion.test_file_drop import (
    CONTEXT,
    GOOD_INVOICE,
    INVOICE_HEADER,
    read,
    refusal,
    write,
)

PAYMENTS = TABLE_BY_PATH["erp/payments"]
HEADER = "payment_id,customer_id,paid_on,amount,currency,reference"
# What a payment may look like: right, wrong in each way, a key again, not a row at all.
LINES = st.sampled_from(
    [
        "P1,C1,2026-01-01,10,CLP,",
        "P1,C1,2026-01-01,10,CLP,",
        "P1,C1,2026-01-01,10.0,CLP,",
        "P2,C1,2026-01-01,10,CLP,",
        "P2,C1,2026-01-01,20,CLP,",
        'P3,C2,2026-01-02,30,USD,"first line\nsecond, line"',
        'P4,C2,2026-01-02,30,USD,"said ""no"""',
        'P5,C2,2026-01-02,30,USD,5" pipe',
        "P6,C2,2026-01-02,many,USD,",
        "P7,C2,2026-02-30,1,USD,",
        ",C2,2026-01-30,1,USD,",
        "P8,C2",
        "",
        " ",
    ]
)


def outcome(folder: Path, chunk_rows: int) -> tuple[Any, ...]:
    """All that is known of the payments of a drop that is read so many rows at a time."""

    def told(_file: str, _rows: int) -> None:
        pass

    chunks = (
        chunk
        for path in sorted(folder.iterdir())
        for chunk in read_table(path, path.name, Expected(PAYMENTS), told, chunk_rows)
    )
    try:
        checked = check_table(PAYMENTS, chunks, CONTEXT.currencies, chunk_rows)
    except SourceUnreadable as unreadable:
        return (unreadable.problem,)
    return checked.frame.to_dicts(), checked.quarantined, checked.counts, checked.notices


@given(
    files=st.lists(st.lists(LINES, max_size=12), min_size=1, max_size=2),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    is_open=st.booleans(),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_how_many_rows_are_read_at_a_time_changes_nothing(
    tmp_path: Path, files: list[list[str]], line_end: str, is_open: bool
) -> None:
    for number, lines in enumerate(files):
        text = "\n".join([HEADER, *lines, 'P9,C2,2026-01-02,30,USD,"open' if is_open else ""])
        (tmp_path / f"{number}.csv").write_bytes(text.replace("\n", line_end).encode())
    at_once = outcome(tmp_path, 1_000)
    assert [outcome(tmp_path, chunk_rows) for chunk_rows in (1, 2, 5)] == [at_once] * 3


def test_objects_that_name_other_columns_later_are_read_alike(tmp_path: Path) -> None:
    payment = {
        "payment_id": "P1",
        "customer_id": "C1",
        "paid_on": "2026-01-01",
        "amount": 10,
        "currency": "CLP",
    }
    later = {**payment, "payment_id": "P2", "branch": "Lima", "reference": "x"}
    text = "\n".join(map(json.dumps, [{"payment_id": "P0"}, payment, later]))
    (tmp_path / "payments.jsonl").write_text(f"{text}\nnothing\n")
    rows, problems, [count], [unknown] = outcome(tmp_path, 1_000)
    assert [row["branch"] for row in rows] == [None, "Lima"]
    assert [(problem.code, problem.row_number) for problem in problems] == [
        ("row_not_json", 4),
        ("value_missing", 1),
    ]
    assert (count.rows_read, count.rows_loaded) == (4, 2)
    assert unknown.value == "branch"
    assert outcome(tmp_path, 1) == (rows, problems, (count,), (unknown,))


def test_rows_of_a_large_parquet_keep_their_numbers(tmp_path: Path) -> None:
    rows = [
        {"payment_id": f"P{n}", "customer_id": "C", "paid_on": "2026-01-01", "amount": "1"}
        for n in range(7)
    ]
    frame = pl.DataFrame(rows).with_columns(
        pl.when(pl.col("payment_id") == "P5").then(pl.lit("?")).otherwise(pl.lit("CLP"))
        .alias("currency")
    )  # fmt: skip
    frame.write_parquet(tmp_path / "payments.parquet")
    loaded, [problem], _, _ = outcome(tmp_path, 2)
    assert [row["source_row"] for row in loaded] == [1, 2, 3, 4, 5, 7]
    assert (problem.code, problem.row_number) == ("currency_unknown", 6)


def test_a_large_file_tells_how_far_it_is_read(tmp_path: Path) -> None:
    write(tmp_path, "payments.csv", "\n".join([HEADER, *["P1,C1,2026-01-01,1,CLP,"] * 5]))
    told: list[tuple[str, int]] = []
    path = tmp_path / "payments.csv"

    def tell(file: str, rows: int) -> None:
        told.append((file, rows))

    assert len(list(read_table(path, "payments.csv", Expected(PAYMENTS), tell, 2))) == 3
    assert told == [("payments.csv", 2), ("payments.csv", 4), ("payments.csv", 5)]


CSV = f"{INVOICE_HEADER}\n{GOOD_INVOICE}\n"
OTHER = CSV.replace("F1,", "F2,")


def zip_of(path: Path, members: dict[str, str | bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)


def invoices(folder: Path) -> CheckedTable:
    return read(folder).tables["erp/invoices"]


@pytest.mark.parametrize(
    "name", ["invoices.csv.gz", "invoices_2026-01.CSV.GZ", "invoices/a.csv.gz"]
)
def test_a_gz_stands_for_the_file_in_it(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"erp/{name}", gzip.compress(CSV.encode()))
    [row] = invoices(tmp_path).frame.to_dicts()
    assert (row["invoice_id"], row["source_file"], row["source_row"]) == ("F1", f"erp/{name}", 2)


def test_a_packed_parquet_is_read(tmp_path: Path) -> None:
    pl.read_csv(CSV.encode()).write_parquet(tmp_path / "plain.parquet")
    data = (tmp_path / "plain.parquet").read_bytes()
    write(tmp_path, "erp/invoices.parquet.gz", gzip.compress(data))
    assert invoices(tmp_path).frame["invoice_id"].to_list() == ["F1"]


def test_every_file_in_a_zip_is_a_part_of_the_table(tmp_path: Path) -> None:
    bad = OTHER.replace("1000", "mil")
    members: dict[str, str | bytes] = {"january.csv": CSV, "more/february.csv": bad}
    zip_of(tmp_path / "erp/invoices.zip", {**members, "__MACOSX/._january.csv": b"\x00"})
    found = invoices(tmp_path)
    assert found.frame["source_file"].to_list() == ["erp/invoices.zip/january.csv"]
    [problem] = found.quarantined
    assert (problem.file, problem.row_number) == ("erp/invoices.zip/more/february.csv", 2)
    assert [count.rows_read for count in found.counts] == [1, 1]


REFUSED_ZIPS: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "holds nothing": ({}, "bank_zip_empty", "erp/invoices.zip"),
    "holds a zip": ({"a.zip": b"PK"}, "bank_zip_nested", "erp/invoices.zip"),
    "holds a gz": ({"a.csv.gz": b""}, "bank_zip_nested", "erp/invoices.zip"),
    "grows without end": ({"a.csv": "a" * 64_000_000}, "bank_zip_too_large", "erp/invoices.zip"),
    "holds a text": (
        {"a.csv": CSV, "b.txt": "x"}, "file_type_unsupported", "erp/invoices.zip/b.txt",
    ),
    "holds a table without its columns": (
        {"a.csv": "invoice_id\nF1\n"}, "column_missing", "erp/invoices.zip/a.csv",
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", REFUSED_ZIPS)
def test_a_zip_that_cannot_be_trusted_stops_the_run(tmp_path: Path, story: str) -> None:
    members, code, file = REFUSED_ZIPS[story]
    zip_of(tmp_path / "erp/invoices.zip", members)
    problem = refusal(tmp_path)
    assert (problem.code, problem.file) == (code, file)


@pytest.mark.parametrize("cut", [10, -30])
def test_a_packed_file_that_is_cut_off_stops_the_run(tmp_path: Path, cut: int) -> None:
    write(tmp_path, "erp/invoices.csv.gz", gzip.compress(CSV.encode())[:cut])
    assert refusal(tmp_path).code == "bank_zip_broken"
    zip_of(tmp_path / "whole.zip", {"a.csv": CSV})
    (tmp_path / "erp/invoices.csv.gz").unlink()
    write(tmp_path, "erp/invoices.zip", (tmp_path / "whole.zip").read_bytes()[:cut])
    assert refusal(tmp_path).code == "bank_zip_broken"


def test_a_gz_that_grows_without_end_stops_the_run(tmp_path: Path) -> None:
    write(tmp_path, "erp/invoices.csv.gz", gzip.compress(b"a" * 64_000_000))
    assert refusal(tmp_path).code == "bank_zip_too_large"


def test_a_hash_that_two_keys_share_sets_no_row_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"P{number // 2},C1,2026-01-01,{number % 3},CLP," for number in range(9)]
    (tmp_path / "payments.csv").write_text("\n".join([HEADER, *lines, lines[8]]))
    honest = outcome(tmp_path, 4)

    def same_for_all(frame: pl.DataFrame) -> pl.Series:
        return pl.Series([7] * frame.height, dtype=pl.UInt64)

    monkeypatch.setattr(pl.DataFrame, "hash_rows", same_for_all)
    assert outcome(tmp_path, 4) == honest
    rows, problems, _, _ = honest
    assert [row["payment_id"] for row in rows] == ["P4"]
    assert [problem.code for problem in problems] == ["key_twice"] * 8 + ["row_twice"]


DAMAGED = ("erp/invoices.csv", "erp/invoices.csv.gz", "erp/invoices.zip", "erp/invoices.parquet")


@pytest.mark.parametrize("name", DAMAGED)
def test_whatever_is_damaged_is_told_or_read(tmp_path: Path, name: str) -> None:
    rows = CSV + "".join(f"{GOOD_INVOICE}\n".replace("F1", f"F{n}") for n in range(2, 60))
    zip_of(tmp_path / "packed", {"a.csv": rows})
    pl.read_csv(rows.encode()).write_parquet(tmp_path / "columns")
    whole = {
        ".csv": rows.encode(),
        ".gz": gzip.compress(rows.encode()),
        ".zip": (tmp_path / "packed").read_bytes(),
        ".parquet": (tmp_path / "columns").read_bytes(),
    }[Path(name).suffix]
    for data in damaged(whole, 40):
        write(tmp_path, name, data)
        accounted_for(tmp_path)


def damaged(data: bytes, times: int) -> Iterator[bytes]:
    """The bytes cut, changed, taken out and put in, the same way every time."""
    dice = random.Random(20260630)
    for number in range(times):
        place = dice.randrange(len(data))
        noise = bytes([dice.randrange(256)])
        yield {
            0: data[:place],
            1: data[:place] + noise + data[place + 1 :],
            2: data[:place] + data[place + 1 :],
            3: data[:place] + noise + data[place:],
        }[number % 4]


def accounted_for(folder: Path) -> None:
    """Every row of the drop was loaded or set aside, or the drop was refused in one sentence."""
    try:
        tables = read(folder).tables
    except SourceUnreadable:
        return
    for table in tables.values():
        assert table.frame.height == sum(one.rows_loaded for one in table.counts)
        assert len(table.quarantined) == sum(one.rows_quarantined for one in table.counts)
