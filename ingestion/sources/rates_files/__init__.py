"""Files of central banks: exchange rates and price indexes as they are published.

Data flow: folder → bytes of each file → values of series → schema `rates_files`, a snapshot.
Run alone: `python -m ingestion.sources.rates_files FOLDER WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import dlt
import polars as pl

from ingestion.contracts import Content, Ledger, Problem, SourceContext, ledger_resources
from ingestion.files import content_of, refusal_of, visible_files
from ingestion.formats.rates import PublishedValue, read_published
from ingestion.formats.statement import FileRefused
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import declare_table
from ingestion.tabular.landing import ledger_of, table_resource
from ingestion.tabular.text_table import ROW, TextTable

SYSTEM = "rates_files"
VALUES = declare_table(
    "published_values",
    "series_id observed_on",
    "series_id: observed_on:date value:positive_rate?",
)
_bytes = partial(content_of, too_large="rates_file_too_large", unreadable="rates_file_unreadable")


@dataclass
class _Read:
    """The files that could be read, and those refused."""

    files: list[TextTable] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    publishers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RatesFolder:
    """A folder of published files, read once."""

    location: Path | None
    context: SourceContext

    @cached_property
    def values(self) -> CheckedTable:
        """Every value, typed; of a day that two files state alike, one."""
        return check_table(VALUES, self._read.files, self.context.currencies)

    @cached_property
    def ledger(self) -> Ledger:
        """Values set aside, files refused, values counted."""
        ledger = ledger_of([self.values], self._read.refused)
        for count in self.values.counts:
            content = Content(count.file, "rates", self._read.publishers[count.file])
            ledger.note(content, count.rows_read, count.rows_quarantined)
        return ledger

    @cached_property
    def _read(self) -> _Read:
        read = _Read()
        for path in visible_files(self.location):
            name = path.relative_to(self.location or path.parent).as_posix()
            try:
                values = read_published(_bytes(path))
                read.files.append(_text_table(name, values))
                read.publishers[name] = values[0].publisher if values else ""
            except FileRefused as refused:
                read.refused.append(refusal_of(refused, name))
        return read


def _text_table(name: str, values: list[PublishedValue]) -> TextTable:
    """The values as rows of text, numbered in the order of the file."""
    columns = {
        "series_id": [one.series_id for one in values],
        "observed_on": [one.observed_on for one in values],
        "value": [one.value for one in values],
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbers = pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True).alias(ROW)
    return TextTable(name, frame.with_columns(numbers))


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The folder as a dlt source; with no location its table is landed empty."""
    folder = RatesFolder(location, context)

    @dlt.source(name=SYSTEM)
    def rates_files() -> Iterable[Any]:
        yield table_resource(VALUES, lambda: folder.values)
        yield from ledger_resources(SYSTEM, lambda: folder.ledger)

    return rates_files()
