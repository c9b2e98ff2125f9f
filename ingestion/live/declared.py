"""What a company declares of a system in hilo.toml, as a table that the mapping reads.

Data flow: options of the connection → `declared_options`: option, key, value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import dlt

from ingestion.connection import Connection
from ingestion.contracts import SCHEMA_CONTRACT, columns_of

_COLUMNS = columns_of(option="text", key="text", value="text")


def declared_resource(connection: Connection | None, names: Sequence[str]) -> Any:
    """One row for each of these options that is declared, or for each entry of a table of them."""

    def read() -> Iterable[Any]:
        yield dlt.mark.materialize_table_schema()
        if connection is not None:
            yield list(_rows(connection.options, names))

    return dlt.resource(
        read,
        name="declared_options",
        columns=_COLUMNS,
        write_disposition="replace",
        schema_contract=SCHEMA_CONTRACT,
    )


def _rows(options: Mapping[str, Any], names: Sequence[str]) -> Iterator[dict[str, str | None]]:
    for name in names:
        match options.get(name):
            case None:
                continue
            case Mapping() as entries:
                for key, value in entries.items():
                    yield {"option": name, "key": key, "value": _text(value)}
            case value:
                yield {"option": name, "key": None, "value": _text(value)}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
