"""Where raw data lands: the only file that knows the destination and dlt's own folders."""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import dlt


@dataclass(frozen=True)
class Landing:
    """The working file that raw tables land in, and the folder that dlt keeps its state in."""

    working_file: Path
    state_folder: Path


def build_pipeline(system: str, landing: Landing) -> dlt.Pipeline:
    """The dlt pipeline of one system: DuckDB, schema named as the system, no telemetry.

    It begins from what the working file says was landed: files that a run left which failed or was
    killed are dropped, else they would be loaded first and fail again. What dlt logs goes where
    the program's logs go, not to the terminal.
    """
    shutil.rmtree(landing.state_folder / system, ignore_errors=True)
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
    os.environ.setdefault("RUNTIME__LOG_LEVEL", "ERROR")
    pipeline = dlt.pipeline(
        pipeline_name=system,
        pipelines_dir=str(landing.state_folder),
        destination=dlt.destinations.duckdb(str(landing.working_file)),
        dataset_name=system,
    )
    logger = logging.getLogger("dlt")
    logger.handlers.clear()
    logger.propagate = True
    return pipeline
