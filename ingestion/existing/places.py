"""Where a loader's tables are: a schema inside a DuckDB file, or a folder with a file for each.

Data flow: DuckDB file, opened to be read and never written, or CSV, Parquet and JSONL files → the
columns asked for of one table as text, some rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.files import name_in, visible_files
from ingestion.tabular.columns import Table
from ingestion.tabular.expected import Expected
from ingestion.tabular.parts import without_suffixes
from ingestion.tabular.reader import read_table
from ingestion.tabular.spool import CHUNK_ROWS
from ingestion.tabular.text_table import ROW, TextTable, trimmed

Told = Callable[[str, int], None]


class Place(Protocol):
    """One vendor's tables, as the loader called them."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def has(self, table_name: str) -> bool:
        """Whether a table of this name is there."""

    def rows(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        """A table that is there, in those of these columns that it has, named in small letters."""


def place_of(path: Path, schema: str, prefixes: Sequence[str]) -> Place:
    """The folder or the DuckDB file at `path`; SourceUnreadable where there is neither."""
    if path.is_dir():
        return FileFolder(path, tuple(prefixes))
    if path.is_file():
        return DuckdbSchema(path, schema)
    raise SourceUnreadable(Problem("existing_schema_missing", str(path)))


@dataclass(frozen=True)
class FileFolder:
    """A folder of files named as the tables: `deal.csv`, `deal_data.csv`, `sf_deal.parquet`."""

    folder: Path
    prefixes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The folder as it was given."""
        return str(self.folder)

    def has(self, table_name: str) -> bool:
        """Whether a file, or a folder of files, is called so."""
        return bool(self._files(table_name))

    def rows(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        """Every file of the table, one after the other."""
        for path in self._files(table_name):
            name = name_in(self.folder, path)
            for chunk in read_table(path, name, Expected(table), told):
                small = {column: column.lower() for column in chunk.frame.columns}
                wanted = [name for name, ours in small.items() if ours in columns or ours == ROW]
                frame = chunk.frame.select(wanted).rename({name: small[name] for name in wanted})
                yield TextTable(chunk.file, frame, chunk.unreadable_rows, chunk.notices)

    def _files(self, table_name: str) -> list[Path]:
        names = {
            f"{prefix}{table_name}{suffix}"
            for prefix in ("", *self.prefixes)
            for suffix in ("", "_data")
        }
        return [path for path, name in self._named if name in names]

    @cached_property
    def _named(self) -> list[tuple[Path, str]]:
        """Each file with the name of its table: its own, or that of the folder that it is in."""
        named = []
        for path in visible_files(self.folder):
            first, *deeper = path.relative_to(self.folder).parts
            name = first if deeper else without_suffixes(path).name
            named.append((path, name.lower()))
        return named


@dataclass(frozen=True)
class DuckdbSchema:
    """A schema inside a DuckDB file that another program writes."""

    path: Path
    schema: str

    @property
    def name(self) -> str:
        """The file and the schema: `warehouse.duckdb:hubspot`."""
        return f"{self.path.name}:{self.schema}"

    def has(self, table_name: str) -> bool:
        """Whether a table or a view is called so."""
        return table_name in self._types

    def rows(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        """The table's rows in its own order; numbered from 1."""
        file = f"{self.schema}.{table.name}"
        wanted = [name for name in self._types[table_name] if name.lower() in columns]
        selected = ", ".join(f"cast({_quoted(name)} as varchar)" for name in wanted) or "null"
        query = f"select {selected} from {_quoted(self.schema)}.{_quoted(table_name)}"
        names = [name.lower() for name in wanted] or ["_"]
        before = 0
        with self._opened() as connection:
            try:
                rows = connection.execute(query)
                while (some := rows.fetchmany(CHUNK_ROWS)) or not before:
                    text = pl.DataFrame(some, schema=dict.fromkeys(names, pl.String), orient="row")
                    numbers = pl.int_range(before + 1, before + len(some) + 1, eager=True)
                    yield TextTable(file, trimmed(text).with_columns(numbers.alias(ROW)))
                    before += len(some)
                    if before >= CHUNK_ROWS:
                        told(file, before)
                    if not some:
                        break
            except duckdb.Error as error:
                raise self._unreadable(error) from error

    @cached_property
    def _types(self) -> dict[str, list[str]]:
        """The columns of every table; SourceUnreadable where the schema is not there."""
        with self._opened() as connection:
            found = connection.execute(
                "select table_schema, table_name, column_name from information_schema.columns"
                " where table_catalog = current_database() order by ordinal_position"
            ).fetchall()
        tables: dict[str, list[str]] = {}
        for schema, table_name, column in found:
            if schema.lower() == self.schema.lower():
                tables.setdefault(table_name.lower(), []).append(column)
        if not tables:
            schemas = ", ".join(sorted({schema for schema, _, _ in found}))
            raise SourceUnreadable(
                Problem("existing_schema_unknown", str(self.path), None, self.schema, schemas)
            )
        return tables

    def _opened(self) -> duckdb.DuckDBPyConnection:
        try:
            connection = duckdb.connect(str(self.path), read_only=True)
            # Moments with a zone are told in that of the session, which is this machine's.
            connection.execute("set TimeZone = 'UTC'")
            return connection
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: duckdb.Error) -> SourceUnreadable:
        reason = str(error).splitlines()[0][:200].rstrip(".!")
        return SourceUnreadable(Problem("existing_file_unreadable", str(self.path), value=reason))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
