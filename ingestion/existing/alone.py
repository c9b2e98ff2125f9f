"""Lands one vendor's existing schema alone, from the words of a command line.

Data flow: place, schema → connection → `land_alone`.
"""

from __future__ import annotations

from pathlib import Path

from ingestion.connection import Connection
from ingestion.load import land_alone


def land_existing(
    system: str, place: str, schema: str, working_file: str, currencies_csv: str
) -> None:
    """Land the tables of `schema` in a DuckDB file, or of a folder, where it says nothing."""
    connection = Connection({"existing_schema": Path(place), "schema": schema})
    land_alone(system, connection, working_file, currencies_csv)
