"""Reads one object of a live system: what changed since it was last seen, and what is gone.

Data flow: mirror → pages of what changed → rows now there → mirror, and chunks for the checks.
Deletes leave no row behind: where the system counts other than we do, its ids are listed, rows that
are gone are dropped and rows that slipped by are fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import polars as pl

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.live.mirror import ID, Mirror, newest, overlaid
from ingestion.tabular.spool import CHUNK_ROWS
from ingestion.tabular.text_table import ROW, TextTable, trimmed

Row = Mapping[str, str | None]

# A row is stamped when its transaction begins and is seen when it ends: what ends later than others
# that were already read would be passed over. Read twice, it does no harm.
_LAG = timedelta(hours=1)


class LiveObject(Protocol):
    """One object of a system: how what changed, how many there are and which are asked for."""

    @property
    def name(self) -> str:
        """As the system calls it, for sentences and files."""

    @property
    def columns(self) -> Sequence[str]:
        """`id`, `changed_at` and the fields that are read."""

    @property
    def shape(self) -> str:
        """From which field each column is read, and as what: what is read otherwise is another."""

    def changed(self, since: datetime | None) -> Iterator[Sequence[Row]]:
        """Pages of the rows that changed since a moment; of all without one."""

    def count(self) -> int:
        """How many rows there are now."""

    def ids(self) -> set[str]:
        """The ids of all rows that are there now."""

    def of_ids(self, ids: Collection[str]) -> Iterator[Sequence[Row]]:
        """Pages of the rows with these ids."""


def read_object(live: LiveObject, mirror: Mirror, told: Callable[[str, int], None]) -> pl.DataFrame:
    """Every row that the system holds now, as text."""
    held = mirror.held(live.name, live.columns, live.shape)
    moment = newest(held)
    since = None if moment is None else moment - _LAG
    rows = overlaid(held, _frame(live, live.changed(since), told))
    if live.count() != rows.height:
        present = live.ids()
        rows = rows.filter(pl.col(ID).is_in(list(present)))
        missed = present - set(rows[ID])
        if missed:
            rows = overlaid(rows, _frame(live, live.of_ids(missed), told))
    mirror.keep(live.name, rows, live.shape)
    return rows


def chunks_of(live: LiveObject, rows: pl.DataFrame) -> Iterator[TextTable]:
    """The rows for the checks, in the order of their ids, however they were read.

    A row's number is its id where that is a number, and its place where it is not.
    """
    number = pl.col(ID).cast(pl.Int64, strict=False)
    place = pl.int_range(1, pl.len() + 1)
    ordered = trimmed(rows).sort(number, ID)
    numbered = ordered.with_columns(
        pl.when(number.is_not_null().all()).then(number).otherwise(place).alias(ROW)
    )
    for some in numbered.iter_slices(CHUNK_ROWS):
        yield TextTable(live.name, some)
    if rows.is_empty():
        yield TextTable(live.name, numbered)


def by_id(
    page_after: Callable[[int], Sequence[Row]], page_size: int, name: str
) -> Iterator[Sequence[Row]]:
    """Pages in the order of a numeric id, each asked for by the last id before it.

    SourceUnreadable where a page does not go on: a server that repeats one would never end.
    """
    last = 0
    while page := page_after(last):
        ids = [int(row[ID] or 0) for row in page]
        if min(ids) <= last or len(set(ids)) < len(ids):
            raise SourceUnreadable(Problem("api_page_repeats", name, value=str(last)))
        yield page
        if len(page) < page_size:
            return
        last = max(ids)


def _frame(
    live: LiveObject, pages: Iterable[Sequence[Row]], told: Callable[[str, int], None]
) -> pl.DataFrame:
    """All pages as one frame of text, in the columns of the object."""
    schema = dict.fromkeys(live.columns, pl.String)
    frames = [pl.DataFrame(schema=schema)]
    count = 0
    for page in pages:
        frames.append(pl.DataFrame(list(page), schema=schema))
        count += len(page)
        told(live.name, count)
    return pl.concat(frames).unique(ID, keep="last", maintain_order=True)
