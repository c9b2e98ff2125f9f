"""Schedules: one job over everything, once a day."""

from typing import Any

import dagster as dg

JOB = "daily"


def daily_job() -> Any:
    """The job over all assets and checks, in one process: one may write the working file."""
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Land, transform, verify, publish.",
    )


def daily_schedule() -> dg.ScheduleDefinition:
    """Every morning at six, where the first of the books are kept."""
    return dg.ScheduleDefinition(
        job_name=JOB, cron_schedule="0 6 * * *", execution_timezone="America/Santiago"
    )
