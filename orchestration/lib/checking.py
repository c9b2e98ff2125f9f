"""`hilo check --drop`: what each file is, and which of its rows would load, without writing.

Data flow: sources → landed as a run does, in a temporary folder → counts and problems → lines.
There is one road for reading: what passes here is what a run loads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.config import Landing
from ingestion.connection import Location
from ingestion.contracts import (
    LOAD_NOTICES,
    QUARANTINED_FILES,
    QUARANTINED_ROWS,
    SourceContext,
    SourceUnreadable,
)
from ingestion.load import land_system
from orchestration.lib.contents import FileContent, contents_of, lines_of
from orchestration.lib.messages import Messages, RunFailed
from orchestration.lib.problems import told_of
from orchestration.lib.progress import LineProgress
from orchestration.lib.seeds import currencies
from orchestration.lib.summary import MOST_SENTENCES, sentences

_PROBLEM_TABLES = (
    (QUARANTINED_ROWS, "cli_rows_set_aside"),
    (QUARANTINED_FILES, "cli_files_refused"),
    (LOAD_NOTICES, "cli_notices"),
)


@dataclass(frozen=True)
class _Problems:
    """How many there are of one kind, and the first of them: a table may be wrong throughout."""

    count: int
    first: list[dict[str, object]]


@dataclass(frozen=True)
class _Inputs:
    """What landing found: what each file is, and what is wrong with it."""

    contents: list[FileContent]
    problems: Mapping[str, _Problems]


def check_inputs(sources: Mapping[str, Location], messages: Messages) -> list[str]:
    """The lines about every file of every source; RunFailed where a run would stop."""
    with tempfile.TemporaryDirectory(prefix="hilo-check-") as scratch:
        landing = Landing(Path(scratch) / "check.duckdb", Path(scratch) / "dlt")
        progress = LineProgress(messages)
        context = SourceContext(currencies(), progress.rows_read)
        try:
            for system, location in sources.items():
                land_system(system, location, landing, context)
        except SourceUnreadable as unreadable:
            raise RunFailed("cli_check_stops", reason=told_of(unreadable)) from unreadable
        finally:
            progress.end_count()
        inputs = _read(landing.working_file, sources)
    return _lines(inputs, messages)


def _read(working_file: Path, sources: Mapping[str, Location]) -> _Inputs:
    with duckdb.connect(str(working_file), read_only=True) as connection:
        contents = contents_of(connection, sources)
        problems = {table: _problems(connection, sources, table) for table, _ in _PROBLEM_TABLES}
    return _Inputs(contents, problems)


def _problems(
    connection: duckdb.DuckDBPyConnection, systems: Iterable[str], table: str
) -> _Problems:
    count, first = 0, []
    for system in systems:
        found = connection.sql(f"select * from {system}.{table} order by all")
        count += len(found)
        first += found.limit(MOST_SENTENCES).pl().to_dicts()
    return _Problems(count, first)


def _lines(inputs: _Inputs, messages: Messages) -> list[str]:
    lines = lines_of(inputs.contents, messages)
    for table, code in _PROBLEM_TABLES:
        found = inputs.problems[table]
        if found.count:
            reasons = [messages.text(str(row["reason_code"]), **row) for row in found.first]
            more = messages.text("cli_more_in_run", count=found.count - MOST_SENTENCES)
            lines += ["", messages.text(code, count=found.count)]
            lines += sentences(reasons, found.count, more)
    count = sum(inputs.problems[table].count for table, _ in _PROBLEM_TABLES[:2])
    return [*lines, "", messages.text("cli_check_found" if count else "cli_check_clean")]
