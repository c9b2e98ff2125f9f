"""The resource `run` for Dagster's own front ends: `dg dev`, schedules, a launched job.

`hilo run` gives its own; here the run is told by HILO_WAREHOUSE and HILO_CONFIG when a job starts.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from orchestration.lib.run import Run
from orchestration.lib.seeds import DBT_PROJECT
from orchestration.lib.workspace import Workspace
from orchestration.settings import default_config, load_settings

# One writer at a time on the working file: DuckDB locks it, against readers too.
POOL = "duckdb_writer"

ROOT = DBT_PROJECT.parent


@dg.resource(description="One run's settings and places, from HILO_WAREHOUSE and HILO_CONFIG.")
def run_from_environment(_context: dg.InitResourceContext) -> Iterator[Run]:
    """A run that holds its warehouse until the job ends."""
    warehouse = Path(os.environ.get("HILO_WAREHOUSE", ROOT / "build" / "hilo.duckdb"))
    config = os.environ.get("HILO_CONFIG")
    settings = load_settings(Path(config) if config else default_config(ROOT))
    workspace = Workspace(warehouse.absolute())
    workspace.prepare()
    with workspace.locked():
        yield Run(settings, workspace)
