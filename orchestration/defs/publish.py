"""Publish: what people read is replaced when every check has passed, in one step.

Data flow: marts of the working file → ledger of findings → copy → swap with the published file.
"""

from collections.abc import Iterable

import dagster as dg

from orchestration.lib import closes, ledger
from orchestration.lib.publishing import publish
from orchestration.lib.resources import POOL
from orchestration.lib.run import Run


def publish_assets(marts: Iterable[dg.AssetKey]) -> list[dg.AssetsDefinition]:
    """The published warehouse, which depends on all marts and so on their blocking checks."""

    @dg.asset(
        key=["published", "warehouse"],
        group_name="published",
        kinds={"duckdb"},
        deps=sorted(marts),
        pool=POOL,
        description="The file that people read: schema `marts`, verified, swapped in one step.",
    )
    def published_warehouse(run: dg.ResourceParam[Run]) -> dg.MaterializeResult[None]:
        run.progress.step("cli_step_publishing")
        places = run.workspace
        # The ledger first: killed between the two, the findings stand and are found again.
        gaps = ledger.observe(places.ledger_folder, run.settings.as_of, places.working_file)
        late = closes.observe_later_amounts(
            places.ledger_folder, run.settings.as_of, places.working_file
        )
        tables = publish(places.working_file, places.warehouse, places.folder)
        return dg.MaterializeResult(
            metadata={"tables": tables, "found_gaps": gaps, "late_adjustments": late}
        )

    return [published_warehouse]
