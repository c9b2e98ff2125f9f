"""Great Expectations suites, one for each room: shape, range, set and freshness of its tables.

Data flow: warehouse (read-only) → frames of the columns asked for → expectations → `CheckResult`s.
Money is checked in SQL, where it is exact; here only what a column may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from quality.results import CheckResult

_SAMPLE = 5
_SCHEMAS = "select schema_name from duckdb_schemas() where database_name = current_database()"


@dataclass(frozen=True)
class TableExpectations:
    """What the columns of one table must be; `expectations` gets Great Expectations' module."""

    query: str
    expectations: Callable[[Any], Sequence[Any]]


@dataclass(frozen=True)
class Suite:
    """The expectations of one room, by table."""

    name: str
    tables: dict[str, TableExpectations]


def run_suite(suite: Suite, warehouse: Path) -> list[CheckResult]:
    """Every expectation of the suite over a working or published warehouse."""
    # Importing the library takes seconds: only who runs a suite pays for it.
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas(suite.name)
    results = []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        schemas = {name for (name,) in connection.sql(_SCHEMAS).fetchall()}
        for table, wanted in suite.tables.items():
            # A system that no run has read has nothing to hold.
            if table.partition(".")[0] not in schemas:
                continue
            frame = connection.sql(wanted.query).pl().to_pandas()
            asset = source.add_dataframe_asset(table)
            batch = asset.add_batch_definition_whole_dataframe("all").get_batch(
                batch_parameters={"dataframe": frame}
            )
            for expectation in wanted.expectations(gxe):
                results.append(_result(suite, table, batch.validate(expectation)))
    return results


def _result(suite: Suite, table: str, validation: Any) -> CheckResult:
    rule = validation.expectation_config.type.removeprefix("expect_")
    column = validation.expectation_config.kwargs.get("column", "")
    found = validation.result or {}
    sample = found.get("partial_unexpected_list") or []
    return CheckResult(
        name=" ".join(part for part in (suite.name, table, column, rule) if part),
        passed=bool(validation.success),
        count=int(found.get("unexpected_count") or (not validation.success)),
        sample=tuple(str(value) for value in sample[:_SAMPLE]),
    )
