"""Lays the parts of `defs/` together, and runs the job over them in this process.

Data flow: parsed dbt project → definitions → job `daily` → published warehouse, or `RunFailed`.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import yaml
from dagster._core.storage.event_log import AssetRecord, InMemoryEventLogStorage

from ingestion.contracts import SourceUnreadable, causes_of
from orchestration.defs.ingest import ingest_assets
from orchestration.defs.publish import publish_assets
from orchestration.defs.schedules import JOB, daily_job, daily_schedule
from orchestration.defs.transform import transform_assets
from orchestration.defs.verify import verify_checks
from orchestration.lib.messages import Told
from orchestration.lib.problems import told_of
from orchestration.lib.run import Run
from orchestration.lib.translators import models_of

# A daily run that has not come by the next noon is late.
FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=30))

# What Dagster would print; a failure is told in one sentence and logged in the state folder.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}

INSTANCE_FILE = Path(__file__).parents[1] / "dagster.yaml"


def conduct(manifest: Mapping[str, Any], run: Run | dg.ResourceDefinition) -> dg.Definitions:
    """Everything Dagster knows of: assets, checks, the job, its schedule, one freshness policy."""
    assets = [
        *ingest_assets(),
        *transform_assets(manifest),
        *publish_assets(models_of(manifest, "marts")),
    ]
    return dg.Definitions(
        assets=dg.map_asset_specs(
            lambda spec: spec.replace_attributes(freshness_policy=FRESHNESS), assets
        ),
        asset_checks=verify_checks(),
        jobs=[daily_job()],
        schedules=[daily_schedule()],
        resources={"run": run},
    )


class _NoEventLog(InMemoryEventLogStorage):
    """Keeps no event of a run: they would end with its process, unread.

    Four events for each of 900 models and tests, through SQL into a database in memory, and asked
    for again at each check, took a sixth of a small run.
    """

    # Else each asset without a record is looked for among the observations.
    asset_records_have_last_observation = True

    def store_event(self, event: dg.EventLogEntry) -> None:
        """Store nothing."""

    def get_asset_records(
        self, asset_keys: Sequence[dg.AssetKey] | None = None
    ) -> Sequence[AssetRecord]:
        """None: no materialization was stored."""
        del asset_keys
        return ()


def run_daily(run: Run) -> None:
    """Run the job in this process; RunFailed says why the published warehouse is still the old."""
    definitions = conduct(run.transformation.manifest, run)
    settings = yaml.safe_load(INSTANCE_FILE.read_text(encoding="utf-8"))
    with dg.DagsterInstance.ephemeral(settings=settings) as instance:
        instance._event_storage = storage = _NoEventLog()
        storage.register_instance(instance)
        job = definitions.resolve_job_def(JOB)
        # What is parsed and defined stays to the end: let the collector look at the rest alone.
        gc.freeze()
        try:
            job.execute_in_process(instance=instance, run_config=_QUIET)
        except Exception as error:
            raise _told(error, run) from error
        finally:
            gc.unfreeze()


def _told(error: Exception, run: Run) -> Exception:
    """The sentence within Dagster's wrapping; what has none is a defect and goes on as it is."""
    for cause in causes_of(error):
        if isinstance(cause, Told):
            return cause
        if isinstance(cause, SourceUnreadable):
            return told_of(cause)
    if run.failed_checks:
        return run.checks_failed()
    return error
