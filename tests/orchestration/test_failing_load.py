"""A table that DuckDB refuses ends the run with one sentence, and spoils no later run."""

from __future__ import annotations

import types
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
import pytest

from ingestion.contracts import causes_of
from ingestion.registry import source_package
from orchestration.lib import factories
from tests.runs import AS_OF, hilo

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


def test_causes_that_go_in_a_circle_are_each_told_once() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert list(causes_of(first)) == [first, second]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    rates = tmp_path / "drop" / "reference" / "exchange_rates.csv"
    rates.parent.mkdir(parents=True)
    rates.write_text("rate_date,from_currency,to_currency,rate\n2026-06-01,USD,CLP,940\n")
    return tmp_path / "drop"


def test_a_table_that_will_not_load_is_named_and_the_next_run_is_right(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = tmp_path / "hilo.duckdb"
    arguments = ("run", "--drop", drop, "--warehouse", warehouse, "--as-of", AS_OF)
    with monkeypatch.context() as patched:
        patched.setattr(factories, "source_package", _with_a_table_that_does_not_fit)
        failed = hilo(*arguments)
    assert failed.exit_code == 1
    assert "erp_sap.sales_order_headers could not be loaded" in failed.complained
    assert "1234567890.12" in failed.complained
    assert "Traceback" not in failed.complained
    assert not warehouse.exists()

    assert hilo(*arguments).exit_code == 0
    assert warehouse.exists()
