"""`hilo check --drop`: what each file is, and which of its rows would load, without writing.

Data flow: sources → landed as a run does, in a temporary folder → counts and problems → lines.
There is one road for reading: what passes here is what a run loads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.config import Landing
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
from orchestration.lib.seeds import currencies
from orchestration.lib.summary import sentences

_PROBLEM_TABLES = (
    (QUARANTINED_ROWS, "cli_rows_set_aside"),
    (QUARANTINED_FILES, "cli_files_refused"),
    (LOAD_NOTICES, "cli_notices"),
)


@dataclass(frozen=True)
class _Inputs:
    """What landing found: what each file is, and what is wrong with it."""

    contents: list[FileContent]
    problems: Mapping[str, list[dict[str, object]]]


def check_inputs(sources: Mapping[str, Path], messages: Messages) -> list[str]:
    """The lines about every file of every source; RunFailed where a run would stop."""
    with tempfile.TemporaryDirectory(prefix="hilo-check-") as scratch:
        landing = Landing(Path(scratch) / "check.duckdb", Path(scratch) / "dlt")
        for system, location in sources.items():
            try:
                land_system(system, location, landing, SourceContext(currencies()))
            except SourceUnreadable as unreadable:
                raise RunFailed("cli_check_stops", reason=told_of(unreadable)) from unreadable
        inputs = _read(landing.working_file, sources)
    return _lines(inputs, messages)


def _read(working_file: Path, sources: Mapping[str, Path]) -> _Inputs:
    with duckdb.connect(str(working_file), read_only=True) as connection:
        contents = contents_of(connection, sources)
        problems = {
            table: [
                row
                for system in sources
                for row in connection.sql(f"select * from {system}.{table} order by file")
                .pl()
                .to_dicts()
            ]
            for table, _ in _PROBLEM_TABLES
        }
    return _Inputs(contents, problems)


def _lines(inputs: _Inputs, messages: Messages) -> list[str]:
    lines = lines_of(inputs.contents, messages)
    for table, code in _PROBLEM_TABLES:
        found = inputs.problems[table]
        if found:
            reasons = [messages.text(str(row["reason_code"]), **row) for row in found]
            more = messages.text("cli_more_in_run", count=len(found) - 20)
            lines += ["", messages.text(code, count=len(found))]
            lines += sentences(reasons, len(found), more)
    count = sum(len(inputs.problems[table]) for table, _ in _PROBLEM_TABLES[:2])
    return [*lines, "", messages.text("cli_check_found" if count else "cli_check_clean")]
