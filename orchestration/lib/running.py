"""`hilo run` from lock to published warehouse.

Data flow: settings and sources → working file → checks → published file, or one sentence why not.
"""

from __future__ import annotations

import logging

import duckdb

from orchestration.lib.logs import logging_to
from orchestration.lib.messages import Messages, RunFailed
from orchestration.lib.progress import LineProgress, Progress
from orchestration.lib.workspace import Workspace
from orchestration.settings import Settings

_log = logging.getLogger("hilo")


def run_to_end(
    settings: Settings, workspace: Workspace, messages: Messages, *, is_full_refresh: bool
) -> None:
    """Land, transform, verify, publish; RunFailed leaves the published warehouse as it was."""
    progress = LineProgress(messages)
    with workspace.locked(), logging_to(workspace.log_file):
        if is_full_refresh:
            workspace.forget()
        _require_sound_working_file(workspace, progress)
        progress.step("cli_step_preparing", as_of=settings.as_of)
        try:
            _conduct(settings, workspace, progress)
        except RunFailed as failed:
            _log.exception("the run failed")
            raise RunFailed(
                "cli_run_failed",
                reason=failed,
                outcome=RunFailed(
                    "cli_old_marts_stay" if workspace.warehouse.exists() else "cli_no_marts_yet",
                    warehouse=workspace.warehouse,
                ),
                log_file=workspace.log_file,
            ) from failed
        finally:
            progress.end_count()


def _conduct(settings: Settings, workspace: Workspace, progress: Progress) -> None:
    from orchestration.lib.conductor import run_daily
    from orchestration.lib.run import Run

    run_daily(Run(settings, workspace, progress))


def _require_sound_working_file(workspace: Workspace, progress: Progress) -> None:
    """A working file that cannot be opened any more holds nothing that cannot be built anew."""
    if not workspace.working_file.exists():
        return
    try:
        duckdb.connect(str(workspace.working_file)).close()
    except duckdb.Error as error:
        _log.warning("working file: %s", error)
        if "lock" in str(error).lower():
            raise RunFailed("cli_working_file_open", file=workspace.working_file) from error
        workspace.forget()
        progress.step("cli_working_file_rebuilt")
