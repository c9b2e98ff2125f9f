"""Lands every system's tables in the working file.

Data flow: folder of each system → dlt source → schema of that system in DuckDB.
A system without a location lands its tables empty, so that the models above always find them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from dlt.load.exceptions import LoadClientJobException
from dlt.pipeline.exceptions import PipelineStepFailed

from ingestion.config import Landing, build_pipeline
from ingestion.connection import Connection, Location
from ingestion.contracts import Problem, SourceContext, SourceUnreadable, causes_of
from ingestion.registry import source_package, system_names


def land(
    locations: Mapping[str, Location],
    landing: Landing,
    context: SourceContext,
    progress: Callable[[str], None] = lambda _system: None,
) -> None:
    """Land every system, those without a location empty; SourceUnreadable stops the whole run."""
    for system in system_names():
        progress(system)
        land_system(system, locations.get(system), landing, context)


def land_system(
    system: str, location: Location | None, landing: Landing, context: SourceContext
) -> None:
    """Land one system; SourceUnreadable comes out as itself and not wrapped by dlt."""
    pipeline = build_pipeline(system, landing)
    try:
        pipeline.run(source_package(system).build_source(location, context))
    except PipelineStepFailed as failure:
        raise unreadable(failure, system) or failure from None


def land_alone(
    system: str, location: str | Connection, working_file: str, currencies_csv: str
) -> None:
    """Land a system's folder or server in a DuckDB file, with a seed-shaped CSV of currencies."""
    with Path(currencies_csv).open(encoding="utf-8") as lines:
        currencies = {row["currency"]: int(row["minor_units"]) for row in csv.DictReader(lines)}
    path = Path(working_file)
    landing = Landing(path, path.with_suffix(".dlt"))
    place = Path(location) if isinstance(location, str) else location
    land_system(system, place, landing, SourceContext(currencies))


def unreadable(failure: PipelineStepFailed, system: str) -> SourceUnreadable | None:
    """What the source itself said beneath dlt's wrapping, or which table would not go in."""
    for cause in causes_of(failure):
        if isinstance(cause, SourceUnreadable):
            return cause
    for cause in causes_of(failure):
        if isinstance(cause, LoadClientJobException):
            table, said = cause.job_id.split(".")[0], str(cause.client_exception).strip()
            return SourceUnreadable(
                Problem("table_not_loaded", f"{system}.{table}", value=said.splitlines()[0])
            )
    return None
