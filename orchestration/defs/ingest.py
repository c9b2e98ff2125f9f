"""Ingest: every system's raw tables, and what earlier runs found.

Data flow: files of each system → dlt → schema of that system; ledger folder → schema `ledger`.
"""

import dagster as dg

from ingestion.registry import system_names
from orchestration.lib import ledger
from orchestration.lib.factories import landing_assets
from orchestration.lib.resources import POOL
from orchestration.lib.run import Run
from orchestration.lib.translators import RAW


@dg.asset(
    key=[ledger.SYSTEM, ledger.TABLE],
    group_name=RAW,
    kinds={"duckdb"},
    pool=POOL,
    description="What runs with an earlier as-of date found: an input, kept beside the warehouse.",
)
def gap_observations(run: dg.ResourceParam[Run]) -> dg.MaterializeResult[None]:
    """Land the findings of runs with an earlier as-of date."""
    rows = ledger.land_observations(
        run.workspace.ledger_folder, run.workspace.working_file, run.settings.as_of
    )
    return dg.MaterializeResult(metadata={"rows_loaded": rows})


def ingest_assets() -> list[dg.AssetsDefinition]:
    """The raw tables of all systems, and the ledger's."""
    return [*(landing_assets(system) for system in system_names()), gap_observations]
