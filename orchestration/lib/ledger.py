"""The findings of earlier runs: what `first_seen_on` and `cured` are told from.

Data flow: open gaps of a published run → `ledger/<as-of date>.csv` → raw table
`ledger.gap_observations` of later runs. A run of the same date writes its date's file anew; one
with an earlier date reads only what was known then.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

SYSTEM = "ledger"
TABLE = "gap_observations"


def observe(folder: Path, as_of: date, gap_ids: Iterable[str]) -> Path:
    """Write down the gaps that a run found open on its as-of date, all of them or none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{as_of.isoformat()}.csv"
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("as_of_date", "gap_id"))
        rows.writerows((as_of.isoformat(), gap_id) for gap_id in sorted(gap_ids))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def land_observations(folder: Path, working_file: Path, as_of: date) -> int:
    """Land what was found before `as_of` in the working file; returns the number of rows."""
    earlier = [str(path) for path in sorted(folder.glob("*.csv")) if _day(path) < as_of]
    with duckdb.connect(str(working_file)) as connection:
        connection.execute(f"create schema if not exists {SYSTEM}")
        connection.execute("begin")
        connection.execute(
            f"create or replace table {SYSTEM}.{TABLE} (as_of_date date, gap_id varchar)"
        )
        if earlier:
            connection.execute(
                f"""
                insert into {SYSTEM}.{TABLE}
                select as_of_date, gap_id
                from read_csv(
                    $files, header = true, delim = ',', quote = '"', escape = '"',
                    columns = {{'as_of_date': 'date', 'gap_id': 'varchar'}}
                )
                """,
                {"files": earlier},
            )
        connection.execute("commit")
        row = connection.execute(f"select count(*) from {SYSTEM}.{TABLE}").fetchone()
    return int(row[0]) if row else 0


def open_gaps(working_file: Path) -> list[str]:
    """The gaps that the run in the working file found and that are not cured."""
    with duckdb.connect(str(working_file), read_only=True) as connection:
        rows = connection.execute(
            "select gap_id from marts.fct_billing_gaps where status <> 'cured'"
        ).fetchall()
    return [gap_id for (gap_id,) in rows]


def _day(path: Path) -> date:
    """The as-of date of a ledger file; another file in the folder counts as never known."""
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return date.max
