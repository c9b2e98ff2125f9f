"""What every step of one run is given: settings, places, and where to tell how it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.registry import system_names
from orchestration.lib.messages import RunFailed
from orchestration.lib.progress import Progress, SilentProgress
from orchestration.lib.seeds import currencies
from orchestration.lib.transformation import Transformation
from orchestration.lib.workspace import Workspace
from orchestration.settings import FILE_DROP, Settings


@dataclass(frozen=True)
class FailedCheck:
    """A data check of error severity that failed: its name and how many rows it caught."""

    name: str
    count: int


@dataclass
class Run:
    """One run over one warehouse."""

    settings: Settings
    workspace: Workspace
    progress: Progress = field(default_factory=SilentProgress)
    failed_checks: list[FailedCheck] = field(default_factory=list)
    unread_systems: frozenset[str] = field(init=False)
    transformation: Transformation = field(init=False)

    def __post_init__(self) -> None:
        """The dbt project is parsed once for a run: the runner lives as long as the run."""
        self.unread_systems = frozenset(system_names()) - self._systems()
        self.transformation = Transformation(
            working_file=self.workspace.working_file,
            target=self.workspace.dbt_target,
            variables=self.settings.dbt_vars(),
            unread_systems=sorted(self.unread_systems),
        )

    def _systems(self) -> set[str]:
        """The systems to read: those with a location, and those whose rows lie here from before.

        The rest would land empty tables, under half of the models. The file drop is the public
        interface: its tables are there in any case.
        """
        return {FILE_DROP, *self.settings.sources, *self._landed_before()}

    def _landed_before(self) -> set[str]:
        if not self.workspace.working_file.exists():
            return set()
        with duckdb.connect(str(self.workspace.working_file), read_only=True) as connection:
            schemas = connection.sql("select schema_name from duckdb_schemas()").fetchall()
        return {schema for (schema,) in schemas} & set(system_names())

    def checks_failed(self) -> RunFailed:
        """The sentence that ends a run whose checks of error severity failed, naming them."""
        names = ", ".join(check.name for check in self.failed_checks)
        return RunFailed("cli_checks_failed", count=len(self.failed_checks), names=names)

    @property
    def landing(self) -> Landing:
        """Where dlt lands raw tables."""
        return Landing(self.workspace.working_file, self.workspace.dlt_folder)

    @property
    def source_context(self) -> SourceContext:
        """What sources must be told."""
        return SourceContext(self.currencies, self.progress.rows_read, self.workspace.mirror_folder)

    @property
    def currencies(self) -> Mapping[str, int]:
        """ISO 4217 codes with their minor units."""
        return currencies()
