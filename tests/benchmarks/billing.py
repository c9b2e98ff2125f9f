"""How fast the billing schedule is made: against plain Python, and against writing it alone.

Data flow: a company written as a drop → landed and canonical → the steps of `terms/` and
`billing/`, timed → the same rows written again by DuckDB → some lines billed by a loop in Python.
Alone: `python -m tests.benchmarks.billing [LINES]`, 100,000 by default, as `make bench` does.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
from dateutil.relativedelta import relativedelta

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land
from orchestration.lib.ledger import land_observations
from orchestration.lib.seeds import DBT_PROJECT, currencies
from tests.benchmarks import erp_billing
from tests.benchmarks.company import write_company

AS_OF = date(2026, 6, 30)
LINES = 100_000
PYTHON_LINES = 2_000
SCHEDULE = "intermediate.int_billing__computed"
STEPS = ("path:models/intermediate/terms", "path:models/intermediate/billing")
NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


def _dbt(folder: Path, *arguments: str) -> float:
    """Run dbt on the benchmark's working file; the seconds from its first model to its last."""
    target = folder / "target"
    command = [
        str(Path(sys.executable).with_name("dbt")),
        *arguments,
        *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
        *("--target-path", str(target), "--log-path", str(folder / "logs"), "--quiet"),
        *("--vars", json.dumps({"as_of_date": AS_OF.isoformat()})),
    ]
    environment = os.environ | {"HILO_WORKING_FILE": str(folder / "working.duckdb")}
    subprocess.run(command, check=True, env=environment)
    timings = [
        (timing["started_at"], timing["completed_at"])
        for result in json.loads((target / "run_results.json").read_text())["results"]
        for timing in result["timing"]
        if timing["name"] == "execute"
    ]
    first, last = min(begun for begun, _ in timings), max(ended for _, ended in timings)
    return _seconds(last) - _seconds(first)


def _seconds(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def _prepared(folder: Path, line_count: int) -> None:
    """The company, landed and canonical: what the steps begin from."""
    write_company(folder / "drop", line_count)
    working_file = folder / "working.duckdb"
    land(
        {"file_drop": folder / "drop"},
        Landing(working_file, folder / "dlt"),
        SourceContext(currencies()),
    )
    land_observations(folder, working_file, AS_OF)
    selected = ("+path:models/canonical", "+path:models/reference", "path:seeds")
    _dbt(folder, "build", *NO_TESTS, "--select", *selected)


def _copied(working_file: Path) -> tuple[int, float]:
    """The limit: rows of the schedule, and the seconds that DuckDB takes to write them again."""
    with duckdb.connect(str(working_file)) as connection:
        begun = time.perf_counter()
        connection.execute(f"create or replace table main.copied as select * from {SCHEDULE}")
        seconds = time.perf_counter() - begun
        counted = connection.execute("select count(*) from main.copied").fetchone()
        connection.execute("drop table main.copied")
    assert counted is not None
    return int(counted[0]), seconds


def _by_loop(working_file: Path) -> tuple[int, float]:
    """A peer: monthly periods, stubs, free months, discounts and upgrades, line by line in Python.

    It leaves out usage, minimums, uplifts, rates and tax: less work than the steps do.
    """
    with duckdb.connect(str(working_file), read_only=True) as connection:
        lines = connection.execute(
            f"""
            select contract_line_id, life_start, least(life_until, date '2027-07-01'), quantity,
                unit_price
            from intermediate.int_terms__lines
            where charge_model in ('flat', 'per_unit')
            order by contract_line_id
            limit {PYTHON_LINES}
            """
        ).fetchall()
        changes: dict[str, list[tuple[date, date, str, Decimal]]] = {}
        for line, *change in connection.execute(
            "select contract_line_id, began_on, ended_until, kind, new_value "
            "from intermediate.int_terms__changes"
        ).fetchall():
            changes.setdefault(line, []).append(tuple(change))  # type: ignore[arg-type]
    begun = time.perf_counter()
    rows = [row for line in lines for row in _billed(*line, changes.get(line[0], []))]
    return len(rows), time.perf_counter() - begun


def _billed(
    line: str,
    start: date,
    until: date,
    quantity: Decimal,
    price: Decimal,
    changes: list[tuple[date, date, str, Decimal]],
) -> list[tuple[str, date, date, Decimal]]:
    """The rows of one line: every month, cut where a change begins or ends."""
    rows, number, cent = [], 0, Decimal("0.01")
    cuts = sorted({day for begun, ended, *_ in changes for day in (begun, ended)})
    while (period := start + relativedelta(months=number)) < until:
        number += 1
        full = start + relativedelta(months=number)
        ends = [day for day in cuts if period < day < min(full, until)] + [min(full, until)]
        for end in ends:
            count, rate, free = quantity, Decimal(1), False
            for begun, ended, kind, value in changes:
                if begun <= period < ended:
                    if kind == "quantity":
                        count = value
                    elif kind == "percent_discount":
                        rate *= 1 - value / 100
                    free = free or kind == "free"
            days = Decimal((end - period).days) / (full - (full - relativedelta(months=1))).days
            net = Decimal(0) if free else count * price * rate * days
            rows.append((line, period, end, net.quantize(cent, ROUND_HALF_UP)))
            period = end
    return rows


def main(line_count: int = LINES) -> None:
    """Measure and print: rows, seconds, rows per second, and how far from peer and limit."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print(f"Preparing {line_count:,} contract lines …", flush=True)
        _prepared(folder, line_count)
        steps = _dbt(folder, "run", "--select", *STEPS, "--exclude", "int_billing__due_periods")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows, limit = _copied(folder / "working.duckdb")
        loop_rows, loop = _by_loop(folder / "working.duckdb")
    for name, count, seconds in (
        ("steps of terms and billing", rows, steps),
        ("DuckDB writing them again", rows, limit),
        ("a loop in Python", loop_rows, loop),
    ):
        print(f"{name:28} {count:>10,} rows {seconds:7.2f} s {count / seconds:>12,.0f} rows/s")
    times = rows / steps / (loop_rows / loop)
    print(f"{steps / limit:.1f} times the limit, {times:.1f} times as fast as the loop")
    print(f"peak memory of dbt with DuckDB: {peak:,.0f} MiB")
    if erp := erp_billing.main():
        erp_rows, erp_seconds = erp
        print(f"{rows / steps / (erp_rows / erp_seconds):,.0f} times as fast as the ERP")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
