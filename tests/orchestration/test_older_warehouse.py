"""A warehouse that an earlier version published lacks tables: one sentence, and no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.runs import Published, hilo


@pytest.fixture
def older(published: Published, tmp_path: Path) -> Path:
    """The stories' warehouse without what the report, a thread and a close read."""
    copy = tmp_path / "hilo.duckdb"
    shutil.copy(published.warehouse, copy)
    with duckdb.connect(str(copy)) as warehouse:
        for table in ("fct_order_to_cash", "fct_close_checks", "rpt_sales_bridge"):
            warehouse.execute(f"drop table marts.{table}")
    return copy


@pytest.mark.parametrize("command", ["report", "explain CLN-1", "close 2026-05"])
def test_it_is_named_with_what_to_do(command: str, older: Path) -> None:
    ran = hilo(*command.split(), "--warehouse", older)
    assert (ran.exit_code, ran.complained.count("\n")) == (2, 1)
    assert "earlier version" in ran.complained
    assert str(older) in ran.complained
