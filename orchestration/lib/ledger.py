"""The findings of earlier runs: what `first_seen_on`, `cured` and reopened decisions are told from.

Data flow: gaps that a published run found, with the facts they rest on →
`ledger/<as-of date>.parquet` → raw table `ledger.gap_observations` of later runs. A run of the
same date writes its date's file anew; one with an earlier date reads only what was known then.
Closed months lie in the same folder, and are landed with the findings (`closes.py`).
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb

from orchestration.lib import closes
from orchestration.lib.publishing import quoted

SYSTEM = "ledger"
TABLE = "gap_observations"

# What a gap was when it was seen: enough to say later what changed, and what was repaired.
_COLUMNS = {
    "as_of_date": "date",
    "gap_id": "varchar",
    "gap_class": "varchar",
    "gap_cause": "varchar",
    "second_gap_cause": "varchar",
    "certainty": "varchar",
    "contract_id": "varchar",
    "contract_line_id": "varchar",
    "invoice_id": "varchar",
    "invoice_line_id": "varchar",
    "bank_transaction_id": "varchar",
    "payment_id": "varchar",
    "registered_document_id": "varchar",
    "opportunity_id": "varchar",
    "quote_id": "varchar",
    "milestone_id": "varchar",
    "root_gap_id": "varchar",
    "customer_id": "varchar",
    "legal_entity_id": "varchar",
    "document_ids": "varchar",
    "expected_amount": "decimal(18, 4)",
    "actual_amount": "decimal(18, 4)",
    "currency": "varchar",
    "billing_period_start": "date",
    "billing_period_end": "date",
}


def observe(folder: Path, as_of: date, working_file: Path) -> int:
    """Write down the gaps that a run found on its as-of date, all or none; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{as_of.isoformat()}.parquet"
    draft = path.with_suffix(".draft")
    facts = ", ".join(name for name in _COLUMNS if name != "as_of_date")
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(working_file)} as working (read_only)")
        connection.execute(
            f"""
            create temp table found as
            select {quoted(as_of)}::date as as_of_date, {facts}
            from working.marts.fct_billing_gaps
            where status <> 'cured'
            """
        )
        if path.exists():
            _keep_decided_facts(connection, path, facts)
        row = connection.execute("select count(*) from found").fetchone()
        connection.execute(
            f"""
            copy (select * from found order by gap_id)
            to {quoted(draft)} (format parquet, compression zstd)
            """
        )
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    return int(row[0]) if row else 0


def _keep_decided_facts(connection: duckdb.DuckDBPyConnection, path: Path, facts: str) -> None:
    """What a decision was taken on stays as it was seen, also when the day is run again."""
    connection.execute(
        f"""
        create temp table decided as
        select {facts}
        from read_parquet({quoted(path)})
        where gap_id in (
            select gap_id
            from working.marts.fct_gap_decisions
            inner join working.marts.dim_run_settings
                on fct_gap_decisions.facts_seen_on = dim_run_settings.as_of_date
        )
        """
    )
    kept = ", ".join(f"{name} = decided.{name}" for name in facts.split(", "))
    connection.execute(f"update found set {kept} from decided where found.gap_id = decided.gap_id")


def land_observations(folder: Path, working_file: Path, as_of: date) -> dict[str, int]:
    """Land what was found and closed up to `as_of` in the working file; returns each table's rows.

    The file of `as_of` itself is of an earlier run of that day: only decisions look at it.
    """
    known = [path for path in sorted(folder.glob("*.parquet")) if _day(path) <= as_of]
    tables = {TABLE: _COLUMNS, **closes.TABLES}
    with duckdb.connect(str(working_file)) as connection:
        connection.execute(f"create schema if not exists {SYSTEM}")
        connection.execute("begin")
        for table, columns in tables.items():
            typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"create or replace table {SYSTEM}.{table} ({typed})")
        if known:
            connection.execute(
                f"""
                insert into {SYSTEM}.{TABLE} by name
                select * from read_parquet($files, union_by_name = true)
                """,
                {"files": [str(path) for path in known]},
            )
        closes.land_closes(folder, connection, as_of)
        connection.execute("commit")
        return {table: _count(connection, table) for table in tables}


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {SYSTEM}.{table}").fetchone()
    return int(row[0]) if row else 0


def _day(path: Path) -> date:
    """The as-of date of a ledger file; another file in the folder counts as never known."""
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return date.max
