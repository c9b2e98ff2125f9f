"""Lands checked tables with dlt: every column typed and there, also where all of it is empty.

Data flow: `CheckedTable`s → dlt resources, each a snapshot that replaces the last; `Ledger`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import dlt
import pyarrow as pa

from ingestion.contracts import SCHEMA_CONTRACT, Ledger, Problem, columns_of
from ingestion.tabular.checks import FILE, CheckedTable
from ingestion.tabular.columns import Kind, Table
from ingestion.tabular.text_table import ROW

_DLT_TYPES = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "timestamp",
    Kind.BOOLEAN: "bool",
    Kind.INTEGER: "bigint",
    Kind.DAY_OF_MONTH: "bigint",
    Kind.AMOUNT: "decimal",
    Kind.PRICE: "decimal",
    Kind.QUANTITY: "decimal",
    Kind.PERCENT: "decimal",
    Kind.RATE: "decimal",
    Kind.POSITIVE_RATE: "decimal",
}

_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "decimal": pa.decimal128(38, 16),
}


def arrow_table(rows: list[dict[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    """The rows with every column typed, also where there are none."""
    schema = pa.schema([(name, _ARROW_TYPES[data_type]) for name, data_type in columns.items()])
    return pa.Table.from_pylist(rows, schema=schema)


def table_resource(
    table: Table,
    checked: Callable[[], CheckedTable],
    landed_name: Callable[[str], str] = str,
) -> Any:
    """The dlt resource of one table; `checked` is called when dlt extracts it.

    `landed_name` turns the file's name of a column into that of the raw table.
    """
    types = {
        landed_name(column.name): _DLT_TYPES.get(column.kind, "text") for column in table.columns
    }

    def read() -> Iterable[Any]:
        # An empty table goes the same way as a full one: marked to be created without rows, dlt
        # would give it columns of its own that later rows do not fill.
        for frame in checked().frames():
            yield frame.rename(landed_name).to_arrow()

    return dlt.resource(
        read,
        name=table.name,
        columns=columns_of(**types, **{FILE: "text", ROW: "bigint"}),
        write_disposition="replace",
        schema_contract=SCHEMA_CONTRACT,
    )


def ledger_of(tables: Iterable[CheckedTable], unknown_files: list[Problem]) -> Ledger:
    """Rows set aside, files not read, rows counted, columns nobody asked for."""
    ledger = Ledger(files=unknown_files)
    for checked in tables:
        ledger.later_rows.append(checked.problems)
        ledger.counts += checked.counts
        ledger.notices += checked.notices
    return ledger
