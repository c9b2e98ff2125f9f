"""What Dagster knows: every asset, its group and its checks, one job, one schedule, one pool.

A change of the snapshot is wanted or it is not; `python -m tests.orchestration.test_definitions`
writes it anew.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import defs

SNAPSHOT = Path(__file__).with_name("assets.txt")


def _definitions() -> dg.Definitions:
    built = defs()
    assert isinstance(built, dg.Definitions)
    return built


def _described(definitions: dg.Definitions) -> str:
    """A line an asset: its key, its group, and how many checks hold it."""
    graph = definitions.resolve_asset_graph()
    checks = Counter(key.asset_key for key in graph.asset_check_keys)
    lines = [
        f"{key.to_user_string()}  {graph.get(key).group_name}  {checks[key]}"
        for key in graph.get_all_asset_keys()
    ]
    return "\n".join(sorted(lines)) + "\n"


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return _definitions()


def test_the_assets_are_those_of_the_snapshot(definitions: dg.Definitions) -> None:
    known, found = SNAPSHOT.read_text("utf-8").splitlines(), _described(definitions).splitlines()
    assert sorted(set(found) - set(known)) == [], "new or changed: see this module's docstring"
    assert sorted(set(known) - set(found)) == [], "gone or changed: see this module's docstring"


def test_one_job_runs_once_a_day(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    jobs = [job.name for job in repository.get_all_jobs() if not job.name.startswith("__")]
    assert jobs == ["daily"]
    schedules = repository.schedule_defs
    assert len(schedules) == 1
    minute, hour, *days = str(schedules[0].cron_schedule).split()
    assert (minute + hour).isdigit()
    assert days == ["*", "*", "*"]


def test_what_opens_the_working_file_waits_its_turn(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    pools = {node.op.pool for node in graph.assets_defs if node.is_executable}
    assert pools == {"duckdb_writer"}


def test_the_raw_tables_and_the_models_are_one_lineage(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    raw = dg.AssetKey(["file_drop", "contracts_contracts"])
    staging = {key.path[-1] for key in graph.get(raw).child_keys}
    assert staging == {"stg_file_drop__contracts_contracts"}


if __name__ == "__main__":
    SNAPSHOT.write_text(_described(_definitions()), encoding="utf-8")
