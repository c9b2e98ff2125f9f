"""Whatever happens to a run, what people read is whole: the old file, or the new one."""

from __future__ import annotations

import subprocess
import sys
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import dlt
import duckdb
import pyarrow as pa
import pytest

from ingestion.contracts import causes_of
from ingestion.registry import source_package
from orchestration.lib import factories
from quality import conservation
from tests.runs import AS_OF, Ran, hilo

SALE = {
    "contracts/contracts.csv": (
        "contract_id,account_id,customer_id,legal_entity_id,currency,signed_on,start_date,status,"
        "renewal\nK1,A1,C1,CL,CLP,2026-01-01,2026-05-01,active,none\n"
    ),
    "contracts/contract_lines.csv": (
        "contract_line_id,contract_id,product_id,charge_model,unit_price,price_period,"
        "billing_period,billing_timing,billing_anchor,start_date\n"
        "L1,K1,P1,flat,50000,P1M,P1M,in_advance,calendar,2026-05-01\n"
    ),
}
MAY_AND_JUNE = [("not_billed@L1@2026-05-01",), ("not_billed@L1@2026-06-01",)]


# As wide as the file says, and wider than the column that it is landed in.
TOO_WIDE = pa.table({"amount": pa.array([Decimal("1234567890.12")], pa.decimal128(20, 2))})


def _with_a_table_that_does_not_fit(system: str) -> Any:
    """The package of a system; that of SAP yields an amount that its column cannot hold."""
    if system != "erp_sap":
        return source_package(system)

    @dlt.resource(
        name="sales_order_headers",
        columns={"amount": {"data_type": "decimal", "precision": 6, "scale": 2}},
        write_disposition="replace",
    )
    def orders() -> Iterator[Any]:
        yield TOO_WIDE

    source = dlt.source(lambda: orders(), name="erp_sap")
    return types.SimpleNamespace(build_source=lambda *_: source())


@dataclass(frozen=True)
class FirstRun:
    """A first run that failed, in its folder, and whether it published anything all the same."""

    folder: Path
    ran: Ran
    has_published: bool


@pytest.fixture(scope="module")
def failed_load(tmp_path_factory: pytest.TempPathFactory) -> FirstRun:
    """A drop of one contract that was never billed, and a table beside it that DuckDB refuses."""
    folder = tmp_path_factory.mktemp("publishing")
    for path, text in SALE.items():
        (folder / "drop" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "drop" / path).write_text(text, encoding="utf-8")
    (folder / "sap").mkdir()
    (folder / "hilo.toml").write_text('[sources.erp_sap]\npath = "sap"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(factories, "source_package", _with_a_table_that_does_not_fit)
        ran = hilo(*arguments(folder), "--config", folder / "hilo.toml")
    return FirstRun(folder, ran, (folder / "hilo.duckdb").exists())


@pytest.fixture(scope="module")
def folder(failed_load: FirstRun) -> Path:
    """The same drop, and the warehouse that the next run published from it."""
    assert run(failed_load.folder).exit_code == 0
    return failed_load.folder


def arguments(folder: Path) -> list[str]:
    drop, warehouse = folder / "drop", folder / "hilo.duckdb"
    return ["run", "--drop", str(drop), "--warehouse", str(warehouse), "--as-of", AS_OF]


def run(folder: Path) -> Ran:
    return hilo(*arguments(folder))


def log(folder: Path) -> str:
    """What the runs over the folder wrote down: the end of it."""
    return (folder / "hilo.hilo" / "hilo.log").read_text(encoding="utf-8")[-6000:]


def gaps(folder: Path) -> list[tuple[str]]:
    with duckdb.connect(str(folder / "hilo.duckdb"), read_only=True) as published:
        return published.sql("select gap_id from marts.fct_billing_gaps order by all").fetchall()


def test_causes_that_go_in_a_circle_are_each_told_once() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert list(causes_of(first)) == [first, second]


def test_a_table_that_will_not_load_is_named_and_the_next_run_is_right(
    failed_load: FirstRun, folder: Path
) -> None:
    failed = failed_load.ran
    assert failed.exit_code == 1
    assert "erp_sap.sales_order_headers could not be loaded" in failed.complained
    assert "1234567890.12" in failed.complained
    assert "Traceback" not in failed.complained
    assert not failed_load.has_published

    assert (folder / "hilo.duckdb").exists()
    assert gaps(folder) == MAY_AND_JUNE


def test_a_check_that_fails_leaves_the_published_file_and_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "hilo.duckdb").read_bytes()
    monkeypatch.setitem(conservation._CHECKS, "two and two are five", "select 5")
    answer = run(folder)
    assert answer.exit_code == 1
    assert "two and two are five" in answer.complained
    assert "Traceback" not in answer.complained
    assert (folder / "hilo.duckdb").read_bytes() == before


@pytest.mark.parametrize("seconds", [2, 9, 14])
def test_a_killed_run_leaves_what_people_read_and_readers_are_never_shut_out(
    folder: Path, seconds: int
) -> None:
    command = [sys.executable, "-m", "orchestration.cli", *arguments(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        until = time.monotonic() + seconds
        while time.monotonic() < until and running.poll() is None:
            assert gaps(folder) == MAY_AND_JUNE
            time.sleep(0.2)
        running.kill()
    assert gaps(folder) == MAY_AND_JUNE


def test_the_run_after_a_killed_one_is_right(folder: Path) -> None:
    assert run(folder).exit_code == 0, log(folder)
    assert gaps(folder) == MAY_AND_JUNE


def test_a_warehouse_of_somebody_else_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(theirs)) as connection:
        connection.execute("create table budget as select 42 as amount")
    before = theirs.read_bytes()
    ran = hilo("run", "--drop", folder / "drop", "--warehouse", theirs, "--as-of", AS_OF)
    assert ran.exit_code == 2
    assert "main.budget" in ran.complained
    assert theirs.read_bytes() == before
