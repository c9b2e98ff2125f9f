"""A working file that one system's files are landed in, and asked with SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingestion.config import Landing
from ingestion.connection import Location
from ingestion.contracts import SourceContext
from ingestion.load import land_system


@dataclass(frozen=True)
class Warehouse:
    """The working file of a folder, for one system."""

    folder: Path
    system: str
    context: SourceContext

    @property
    def landing(self) -> Landing:
        return Landing(self.folder / "working.duckdb", self.folder / "state")

    def land(self, location: Location | None) -> None:
        land_system(self.system, location, self.landing, self.context)

    def rows(self, query: str) -> list[Any]:
        with duckdb.connect(str(self.landing.working_file), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def table(self, name: str) -> list[Any]:
        return self.rows(f"select * from {self.system}.{name} order by all")
