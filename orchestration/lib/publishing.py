"""Publishes the marts: a verified copy beside the file that people read, then one swap.

Data flow: schema `marts` of the working file → new file in the state folder → os.replace.
The published file is old or new and never in between, wherever the process ends.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from orchestration.lib.workspace import PUBLISHED_SCHEMA

# DuckDB 2 writes files that its older shells and BI tools cannot open unless told so.
STORAGE_VERSION = "v1.2.0"


def publish(working_file: Path, warehouse: Path, scratch: Path) -> int:
    """Put the working file's marts in the place of `warehouse`; returns the number of tables."""
    copy = scratch / "publishing.duckdb"
    for leftover in (copy, copy.with_suffix(".duckdb.wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(working_file)} as working (read_only)")
        connection.execute(
            f"attach {quoted(copy)} as published (storage_version '{STORAGE_VERSION}')"
        )
        connection.execute(f"create schema published.{PUBLISHED_SCHEMA}")
        tables = _tables(connection)
        for table, comment in tables:
            _copy_table(connection, table, comment)
        connection.execute("detach published")
    _swap(copy, warehouse)
    return len(tables)


def quoted(value: object) -> str:
    """A value as an SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None]]:
    return connection.execute(
        """
        select table_name, comment from duckdb_tables()
        where database_name = 'working' and schema_name = $schema
        union all
        select view_name, comment from duckdb_views()
        where database_name = 'working' and schema_name = $schema
        order by 1
        """,
        {"schema": PUBLISHED_SCHEMA},
    ).fetchall()


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str, comment: str | None) -> None:
    columns = connection.execute(
        """
        select column_name, data_type, is_nullable, comment from duckdb_columns()
        where database_name = 'working' and schema_name = $schema and table_name = $table
        order by column_index
        """,
        {"schema": PUBLISHED_SCHEMA, "table": table},
    ).fetchall()
    definitions = ", ".join(
        f'"{name}" {data_type}{"" if is_nullable else " not null"}'
        for name, data_type, is_nullable, _ in columns
    )
    target = f'published.{PUBLISHED_SCHEMA}."{table}"'
    connection.execute(f"create table {target} ({definitions})")
    connection.execute(f'insert into {target} select * from working.{PUBLISHED_SCHEMA}."{table}"')
    if comment:
        connection.execute(f"comment on table {target} is {quoted(comment)}")
    for name, _, _, words in columns:
        if words:
            connection.execute(f'comment on column {target}."{name}" is {quoted(words)}')


def _swap(copy: Path, warehouse: Path) -> None:
    """Make the copy durable, then give it the published name in one step."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(warehouse)
    folder = os.open(warehouse.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
