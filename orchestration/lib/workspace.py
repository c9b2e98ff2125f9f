"""What lies beside a published warehouse: `<stem>.hilo/` with all that a run works with.

Data flow: path of the published file → `Workspace` → paths of the working file, states and logs.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.messages import RunFailed, WrongUsage

PUBLISHED_SCHEMA = "marts"

_DUCKDB_MARK = (8, b"DUCK")


@dataclass(frozen=True)
class Workspace:
    """The published warehouse and the state folder beside it."""

    warehouse: Path

    @classmethod
    def of(cls, warehouse: Path | None) -> Workspace:
        """The workspace of the file that a command names, its folder made."""
        assert warehouse is not None
        workspace = cls(warehouse.absolute())
        workspace.prepare()
        return workspace

    @property
    def folder(self) -> Path:
        """The state folder: everything of a run that people never read."""
        return self.warehouse.with_name(f"{self.warehouse.stem}.hilo")

    @property
    def working_file(self) -> Path:
        """The DuckDB file that a run writes; the published one is copied out of it."""
        return self.folder / "working.duckdb"

    @property
    def dlt_folder(self) -> Path:
        """dlt's pipelines."""
        return self.folder / "dlt"

    @property
    def mirror_folder(self) -> Path:
        """What live systems were last seen to hold."""
        return self.folder / "mirrors"

    @property
    def dbt_target(self) -> Path:
        """dbt's target folder; the parsed project is kept in it from run to run."""
        return self.folder / "dbt"

    @property
    def ledger_folder(self) -> Path:
        """The findings of earlier runs, one file for each as-of date: never deleted by us."""
        return self.folder / "ledger"

    @property
    def log_file(self) -> Path:
        """What happened in detail, for whoever has to find out why."""
        return self.folder / "hilo.log"

    def prepare(self) -> None:
        """Make the folders; WrongUsage where the warehouse's path cannot be one."""
        refuse_unlike_warehouse(self.warehouse)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongUsage(
                "cli_folder_unwritable", folder=self.folder, detail=error.strerror
            ) from error

    def forget(self) -> None:
        """Drop what a full refresh builds anew; the ledger and the log stay."""
        for path in (self.working_file, self.working_file.with_suffix(".duckdb.wal")):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.dlt_folder, ignore_errors=True)
        shutil.rmtree(self.mirror_folder, ignore_errors=True)
        shutil.rmtree(self.dbt_target, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the warehouse for one run; RunFailed where another run holds it.

        The lock is the system's: it ends with the process, however that ends.
        """
        try:
            opened = (self.folder / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise WrongUsage(
                "cli_folder_unwritable", folder=self.folder, detail=error.strerror
            ) from error
        with opened as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                raise RunFailed(
                    "cli_run_in_progress", warehouse=self.warehouse, process=lock.read().strip()
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield


def refuse_unlike_warehouse(path: Path) -> None:
    """WrongUsage where a file at `path` is not one that Hilo wrote: a run would overwrite it."""
    if path.is_dir():
        raise WrongUsage("cli_warehouse_is_folder", warehouse=path)
    if not path.exists():
        return
    offset, mark = _DUCKDB_MARK
    try:
        with path.open("rb") as file:
            head = file.read(offset + len(mark))
    except OSError as error:
        raise WrongUsage(
            "cli_warehouse_unreadable", warehouse=path, detail=error.strerror
        ) from error
    if head[offset:] != mark:
        raise WrongUsage("cli_warehouse_not_duckdb", warehouse=path)
    if foreign := _foreign_tables(path):
        raise WrongUsage("cli_warehouse_foreign", warehouse=path, tables=", ".join(foreign[:3]))


def _foreign_tables(path: Path) -> list[str]:
    """Tables that Hilo never publishes; none where another process holds the file."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            rows = connection.execute(
                """
                select schema_name || '.' || table_name
                from duckdb_tables()
                where schema_name != $published
                order by all
                """,
                {"published": PUBLISHED_SCHEMA},
            ).fetchall()
    except duckdb.Error:
        return []
    return [name for (name,) in rows]
