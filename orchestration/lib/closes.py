"""Closed months as later runs read them: what each was closed with, and what changed since.

Data flow: `ledger/closes/<month>/` (written by `hilo close`) and `ledger/later_amounts/<as-of date>
.parquet` (written by runs) → raw tables `ledger.month_closes` and `ledger.closed_amounts`. A run
with an earlier as-of date reads only what was known then.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.messages import RunFailed
from orchestration.lib.publishing import quoted

CLOSES = "closes"
MANIFEST = "manifest.json"
AMOUNTS = "amounts.parquet"
_LATER = "later_amounts"

# What every reader of a manifest needs; without it, it is none.
_KEYS = {"month", "as_of_date", "hilo_version", "language", "accepted", "checks", "files"}

MONTH_CLOSES = "month_closes"
CLOSED_AMOUNTS = "closed_amounts"
TABLES = {
    MONTH_CLOSES: {
        "closing_month": "date",
        "as_of_date": "date",
        "accepted_by": "varchar",
        "accepted_reason": "varchar",
        "failed_count": "integer",
    },
    CLOSED_AMOUNTS: {
        "closing_month": "date",
        "table_name": "varchar",
        "record_id": "varchar",
        "measure": "varchar",
        "legal_entity_id": "varchar",
        "amount": "decimal(18, 4)",
        "currency": "varchar",
        "known_on": "date",
        "is_frozen": "boolean",
    },
}


@dataclass(frozen=True)
class Close:
    """A month that was closed: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> date:
        """The as-of date of the warehouse that was frozen."""
        return date.fromisoformat(self.manifest["as_of_date"])

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file by its path below the folder."""
        return {file["path"]: file["sha256"] for file in self.manifest["files"]}


def month_folder(ledger: Path, month: date) -> Path:
    """Where a month is kept once it is closed."""
    return ledger / CLOSES / f"{month:%Y-%m}"


def read_close(folder: Path) -> Close:
    """The close in a folder; RunFailed where its manifest cannot be read."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        close = Close(folder, manifest)
        is_whole = (
            manifest["month"] == folder.name
            and close.as_of <= date.max
            and AMOUNTS in close.hashes
            and manifest.keys() >= _KEYS
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunFailed("cli_close_manifest_unreadable", path=path) from error
    if not is_whole:
        raise RunFailed("cli_close_manifest_unreadable", path=path)
    return close


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def land_closes(ledger: Path, connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Land the closes made up to `as_of`, and what runs before it saw change, in tables that are
    there. RunFailed where a freeze is not as it was written."""
    for close in _closes(ledger):
        if close.as_of > as_of:
            continue
        amounts = close.folder / AMOUNTS
        if not amounts.exists() or sha256(amounts) != close.hashes[AMOUNTS]:
            raise RunFailed("cli_close_changed", path=amounts)
        accepted = close.manifest["accepted"] or {}
        connection.execute(
            f"insert into ledger.{MONTH_CLOSES} values (?, ?, ?, ?, ?)",
            [
                f"{close.manifest['month']}-01",
                close.as_of,
                accepted.get("by"),
                accepted.get("reason"),
                sum(check["status"] == "fail" for check in close.manifest["checks"]),
            ],
        )
        _insert_amounts(connection, amounts)
    for path in sorted((ledger / _LATER).glob("????-??-??.parquet")):
        if path.stem < as_of.isoformat():
            _insert_amounts(connection, path)


def observe_later_amounts(ledger: Path, as_of: date, working_file: Path) -> int:
    """Write down what changed in closed months and was first seen on `as_of`; returns how many.

    The same day run again writes its file anew: only what was known before the day is kept.
    """
    path = ledger / _LATER / f"{as_of.isoformat()}.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(working_file)} as working (read_only)")
        connection.execute(
            f"""
            create temp table later as
            select
                closing_month, table_name, record_id, measure, legal_entity_id,
                later_amount as amount, currency, detected_on as known_on, false as is_frozen
            from working.marts.fct_late_adjustments
            where detected_on = {quoted(as_of)}
            """
        )
        row = connection.execute("select count(*) from later").fetchone()
        count = int(row[0]) if row else 0
        if count or path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".draft")
            connection.execute(
                f"""
                copy (select * from later order by all)
                to {quoted(draft)} (format parquet, compression zstd)
                """
            )
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.replace(path)
    return count


def _closes(ledger: Path) -> Iterator[Close]:
    for manifest in sorted((ledger / CLOSES).glob(f"????-??/{MANIFEST}")):
        yield read_close(manifest.parent)


def _insert_amounts(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(
        f"insert into ledger.{CLOSED_AMOUNTS} by name select * from read_parquet({quoted(path)})"
    )
