"""A drop through the real `hilo run`, once for the whole test session, whoever asks first.

The workers of pytest-xdist share the folder of the session: one runs, the others wait and read.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from orchestration.cli import main

AS_OF = "2026-06-30"


@dataclass(frozen=True)
class Ran:
    """What a command answered: its exit code, its results and its complaints."""

    exit_code: int
    said: str
    complained: str


def hilo(*arguments: object) -> Ran:
    """`hilo` in this process, in English."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        exit_code = main([*map(str, arguments), "--language", "en"])
    return Ran(exit_code, said.getvalue(), complained.getvalue())


@dataclass(frozen=True)
class Published:
    """A published warehouse, the drop it came from and what the run said."""

    drop: Path
    warehouse: Path

    @property
    def said(self) -> str:
        return _said(self.warehouse).read_text(encoding="utf-8")

    @contextlib.contextmanager
    def connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            yield connection

    def rows(self, query: str, parameters: object = None) -> list[dict[str, Any]]:
        with self.connected() as connection:
            answer = connection.execute(query, parameters)
            names = [column[0] for column in answer.description]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@dataclass(frozen=True)
class Opened:
    """A run that ended well: what it said, its published warehouse and its working file."""

    told: str
    published: duckdb.DuckDBPyConnection
    working: duckdb.DuckDBPyConnection

    def marts(self, query: str) -> list[tuple[Any, ...]]:
        return self.published.sql(query).fetchall()

    def inside(self, query: str) -> list[tuple[Any, ...]]:
        return self.working.sql(query).fetchall()


def run_opened(shared: Path, name: str, *arguments: object) -> Iterator[Opened]:
    """`hilo run` with these arguments, once under the session's shared folder, its files open."""
    warehouse = shared / name / "hilo.duckdb"
    with FileLock(shared / f"{name}.lock"):
        if not warehouse.exists():
            _run(warehouse, *arguments)
    working = warehouse.with_name(f"{warehouse.stem}.hilo") / "working.duckdb"
    with (
        duckdb.connect(str(warehouse), read_only=True) as published,
        duckdb.connect(str(working), read_only=True) as inside,
    ):
        yield Opened(_said(warehouse).read_text(encoding="utf-8"), published, inside)


def run(drop: Path, warehouse: Path, *arguments: object) -> Published:
    """Publish a drop, or fail with what the run complained of."""
    _run(warehouse, "--drop", drop, "--as-of", AS_OF, *arguments)
    return Published(drop, warehouse)


def run_once(shared: Path, name: str, write_drop: Callable[[Path], None]) -> Published:
    """The drop that `write_drop` writes, published once under the session's shared folder."""

    def publish(published: Published) -> None:
        write_drop(published.drop)
        run(published.drop, published.warehouse)

    return publish_once(shared, name, publish)


def publish_once(shared: Path, name: str, publish: Callable[[Published], None]) -> Published:
    """What `publish` publishes in its folder, once under the session's shared folder."""
    folder = shared / name
    published = Published(folder / "drop", folder / "hilo.duckdb")
    with FileLock(shared / f"{name}.lock"):
        if not published.warehouse.exists():
            publish(published)
    return published


def _run(warehouse: Path, *arguments: object) -> None:
    ran = hilo("run", *arguments, "--warehouse", warehouse)
    assert ran.exit_code == 0, ran.complained
    _said(warehouse).write_text(ran.said, encoding="utf-8")


def _said(warehouse: Path) -> Path:
    """Where what a run said is kept beside its warehouse."""
    return warehouse.with_name(f"{warehouse.stem}.said.txt")
