"""Ingest: every system's raw tables, what earlier runs found, and the months that are closed.

Data flow: files of each system → dlt → schema of that system; ledger folder → schema `ledger`.
"""

from collections.abc import Iterator

import dagster as dg

from ingestion.registry import system_names
from orchestration.lib import closes, ledger
from orchestration.lib.factories import landing_assets
from orchestration.lib.resources import POOL
from orchestration.lib.run import Run
from orchestration.lib.translators import RAW

_LEDGER = {
    ledger.TABLE: "What runs with an earlier as-of date found: kept beside the warehouse.",
    closes.MONTH_CLOSES: "The months that were closed.",
    closes.CLOSED_AMOUNTS: "What closed months were closed with, and what later runs saw change.",
}


@dg.multi_asset(
    name=ledger.SYSTEM,
    specs=[
        dg.AssetSpec(
            [ledger.SYSTEM, table], group_name=RAW, kinds={"duckdb"}, description=description
        )
        for table, description in _LEDGER.items()
    ],
    pool=POOL,
)
def observations(run: dg.ResourceParam[Run]) -> Iterator[dg.MaterializeResult[None]]:
    """Land the findings of runs with an earlier as-of date, and the months closed until then."""
    rows = ledger.land_observations(
        run.workspace.ledger_folder, run.workspace.working_file, run.settings.as_of
    )
    for table, count in rows.items():
        yield dg.MaterializeResult(
            asset_key=[ledger.SYSTEM, table], metadata={"rows_loaded": count}
        )


def ingest_assets() -> list[dg.AssetsDefinition]:
    """The raw tables of all systems, and the ledger's."""
    return [*(landing_assets(system) for system in system_names()), observations]
