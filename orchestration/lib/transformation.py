"""Runs the dbt project inside this process, on one working file.

Data flow: dbt project and variables → parsed project → `build` → result events of nodes.
Within the process dbt starts without a second interpreter, needs no second parse, and ends when
the run is killed: no orphan keeps the working file locked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import BaseEvent, EventLevel, EventMsg
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager
from dbt_common.events.functions import msg_to_dict

from orchestration.lib.macro_names import find_macros_fast
from orchestration.lib.messages import RunFailed
from orchestration.lib.parsed_project import keep_parsed, parsed_before, place_of
from orchestration.lib.seeds import DBT_PROJECT

_STAGING = "models/staging"

RESULT_EVENTS = ("LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult")

# Room by room, the last first: a test over several models is shown on the one data reaches last.
_ROOMS = ("marts", "intermediate", "canonical", "reference", "staging", "seeds")


@dataclass(frozen=True)
class Failure:
    """A model that could not be built, or a test of error severity that did not pass."""

    name: str
    is_test: bool
    count: int
    reason: str


@dataclass(frozen=True)
class Built:
    """The result event of every node that ran, as dbt logs it, and the failures among them."""

    events: list[dict[str, Any]]
    failures: list[Failure]


@dataclass
class Transformation:
    """The dbt project with the variables of one run, over one DuckDB file."""

    working_file: Path
    target: Path
    variables: Mapping[str, Any]
    unread_systems: Sequence[str] = ()  # nothing of theirs is built
    _manifest: Manifest | None = field(default=None, init=False)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The parsed project, as dbt writes it down; every test in it belongs to one model."""
        self._parsed()
        manifest = json.loads((self.target / "manifest.json").read_text(encoding="utf-8"))
        attach_tests(manifest)
        return manifest  # type: ignore[no-any-return]

    def build(self, models: Sequence[str], on_result: Callable[[int, int], None]) -> Built:
        """Build and test these models, all if none is named; tells how many nodes are done."""
        events: list[dict[str, Any]] = []

        def keep(message: EventMsg) -> None:
            if message.info.name in RESULT_EVENTS:
                events.append(msg_to_dict(message))
                data = events[-1]["data"]
                on_result(len(events), int(data.get("total") or data["num_models"]))

        selection = ["--select", *models] if models else []
        unread = [f"path:{_STAGING}/{system}" for system in self.unread_systems]
        result = self._invoke(
            [
                *("build", "--no-write-json", "--exclude-resource-type", "unit_test"),
                *selection,
                *(["--exclude", *unread] if unread else []),
            ],
            dbtRunner(manifest=self._parsed(), callbacks=[keep]),
        )
        assert isinstance(result, RunExecutionResult)
        return Built(events, [_failure(node) for node in result.results if _has_failed(node)])

    def _parsed(self) -> Manifest:
        if self._manifest is None:
            place = place_of(self.working_file.stem)
            self._manifest = parsed_before(place, self.target)
        if self._manifest is None:
            result = self._invoke(["parse"], dbtRunner())
            assert isinstance(result, Manifest)
            keep_parsed(result, place, self.target)
            self._manifest = result
        return self._manifest

    def _invoke(self, command: list[str], runner: dbtRunner) -> object:
        """Run one dbt command; a project that cannot be parsed or run at all is RunFailed."""
        ctx_set_event_manager(_NoDetails())
        find_macros_fast()
        variables = {**self.variables, "unread_systems": self.unread_systems}
        with _environment(HILO_WORKING_FILE=str(self.working_file)):
            outcome = runner.invoke(
                [
                    *command,
                    *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
                    *("--target-path", str(self.target), "--log-path", str(self.target / "logs")),
                    *("--vars", json.dumps(variables, sort_keys=True)),
                    *("--log-level", "none", "--log-level-file", "info"),
                    "--no-use-colors",
                ]
            )
        # dbt-duckdb keeps its file open between commands, which would shut out every other reader.
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        if outcome.exception is not None:
            raise RunFailed("cli_dbt_failed", detail=outcome.exception) from outcome.exception
        return outcome.result


class _NoDetails(EventManager):
    """Drops what dbt tells for debugging before it is worded: ten events a node, that no log keeps.

    Wording them took a twelfth of a small run.
    """

    def fire_event(
        self,
        e: BaseEvent,
        level: EventLevel | None = None,
        node: Any = None,
        force_warn_or_error_handling: bool = False,
    ) -> None:
        """Tell what is more than a detail."""
        if (level or e.level_tag()) != EventLevel.DEBUG:
            super().fire_event(e, level, node, force_warn_or_error_handling)


def _has_failed(result: Any) -> bool:
    return result.status in ("error", "fail", "runtime error")


def _failure(result: Any) -> Failure:
    return Failure(
        name=result.node.name,
        is_test=result.node.resource_type == "test",
        count=result.failures or 0,
        reason=" ".join((result.message or "").split()),
    )


def project_manifest() -> dict[str, Any]:
    """The project parsed as it stands, with default variables and no warehouse: for `dg`."""
    target = DBT_PROJECT / "target"
    return Transformation(working_file=target / "hilo.duckdb", target=target, variables={}).manifest


def attach_tests(manifest: dict[str, Any]) -> None:
    """Name a model for each test over several, so that Dagster shows it as that model's check."""
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test" or node.get("attached_node"):
            continue
        parents = [
            manifest["nodes"][parent]
            for parent in node["depends_on"]["nodes"]
            if parent in manifest["nodes"]
        ]
        if len(parents) > 1:
            last = min(parents, key=lambda parent: (_room(parent), parent["name"]))
            node["config"]["meta"] = {"dagster": {"ref": {"name": last["name"]}}}


def _room(node: Mapping[str, Any]) -> int:
    room = node["config"].get("schema")
    return _ROOMS.index(room) if room in _ROOMS else len(_ROOMS)


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Environment variables for the time of a call; dbt's profile can be told in no other way."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
