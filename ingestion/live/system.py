"""All objects of a live system: each read, checked and counted; what the system lacks is told.

Data flow: `Model`s → `LiveObject`s as this server has them → checked tables, and their ledger.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar

from ingestion.connection import Connection
from ingestion.contracts import Ledger, Problem, SourceContext, SourceUnreadable, ledger_resources
from ingestion.live.declared import declared_resource
from ingestion.live.mirror import CHANGED, ID, Mirror
from ingestion.live.reading import LiveObject, Row, by_id, chunks_of, read_object
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import Kind, Table
from ingestion.tabular.landing import ledger_of, table_resource

_PAGE = 1000


class ModelAbsent(Exception):
    """The server has no object of that name: a module that nobody installed."""


@dataclass(frozen=True)
class Model:
    """An object: its table, which of its rows, and whether the system can be without it."""

    name: str
    table: Table
    domain: list[Any] = field(default_factory=list)
    is_optional: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)  # columns not called as their field

    @property
    def columns(self) -> list[str]:
        """Every column, in order."""
        return [column.name for column in self.table.columns]

    def shape(self, fields: Mapping[str, str]) -> str:
        """Which field each column holds on a server, and as what."""
        return json.dumps(
            [[one.name, one.kind, fields.get(one.name)] for one in self.table.columns]
        )

    def field_of(self, column: str) -> str:
        """The field that a column holds."""
        return self.renamed.get(column, column)


@dataclass(frozen=True)
class ServerModel(ABC):
    """One model of a server with numbers for ids, in the fields it has of those we read."""

    model: Model
    fields: dict[str, str]  # by column

    @property
    def name(self) -> str:
        """As the system calls it."""
        return self.model.name

    @property
    def columns(self) -> Sequence[str]:
        """Every column, also those that the server lacks: they stay empty."""
        return self.model.columns

    @property
    def shape(self) -> str:
        """The fields of this server, with the kind of each."""
        return self.model.shape(self.fields)

    def changed(self, since: datetime | None) -> Iterator[Sequence[Row]]:
        """By id, never by offset: rows that are added meanwhile would shift the pages."""
        later = [] if since is None else [self.later(since)]
        return self._pages([*self.model.domain, *later])

    def ids(self) -> set[str]:
        """The ids of all rows now."""
        return {str(found_id) for found_id in self.found_ids()}

    def of_ids(self, ids: Collection[str]) -> Iterator[Sequence[Row]]:
        """The rows with these ids."""
        return self._pages([["id", "in", sorted(int(one) for one in ids)]])

    @abstractmethod
    def count(self) -> int:
        """How many rows there are now."""

    @abstractmethod
    def later(self, since: datetime) -> list[Any]:
        """The clause of a domain that only what changed since a moment meets."""

    @abstractmethod
    def found_ids(self) -> Iterable[int]:
        """The ids of all rows, as the system has them."""

    @abstractmethod
    def page(self, domain: list[Any], size: int) -> Iterable[Mapping[str, Any]]:
        """The first so many rows in the order of their ids that meet the domain."""

    @abstractmethod
    def text_of(self, row: Mapping[str, Any], field_name: str, kind: Kind) -> str | None:
        """A field of a row as text."""

    def _pages(self, domain: list[Any]) -> Iterator[Sequence[Row]]:
        def page_after(last: int) -> Sequence[Row]:
            return [self._row(row) for row in self.page([*domain, ["id", ">", last]], _PAGE)]

        return by_id(page_after, _PAGE, self.name)

    def _row(self, row: Mapping[str, Any]) -> Row:
        return {
            column.name: self.text_of(row, self.fields[column.name], column.kind)
            if column.name in self.fields
            else None
            for column in self.model.table.columns
        }


@dataclass(frozen=True)
class LiveSystem(ABC):
    """A server read once: every model checked, and what was set aside or is not there."""

    connection: Connection | None
    context: SourceContext
    notices: list[Problem]

    system: ClassVar[str]
    models: ClassVar[Sequence[Model]]
    declared: ClassVar[Sequence[str]]  # options that the mapping reads

    @abstractmethod
    def live(self, model: Model) -> LiveObject | None:
        """The model as this server has it; None where it has not and need not."""

    @property
    @abstractmethod
    def mirror(self) -> Mirror:
        """What was read of this server before."""

    @cached_property
    def tables(self) -> dict[str, CheckedTable]:
        """Every model by name; SourceUnreadable where the server or a model cannot be read."""
        return {model.name: self._checked(model) for model in self.models}

    @cached_property
    def ledger(self) -> Ledger:
        """Rows set aside, rows counted, models and fields that the server lacks."""
        ledger = ledger_of(self.tables.values(), [])
        ledger.notices += self.notices
        return ledger

    def resources(self) -> Iterator[Any]:
        """Each model as it is now, what the company declares, and the ledger."""
        for model in self.models:
            yield table_resource(model.table, partial(self._table, model))
        yield declared_resource(self.connection, self.declared)
        yield from ledger_resources(self.system, lambda: self.ledger)

    def lacks(self, model: Model, column: str) -> None:
        """Notice a field that the server has not; SourceUnreadable where nothing goes without."""
        is_nullable = model.table.column(column).is_nullable
        if not is_nullable or column in (ID, CHANGED):
            raise SourceUnreadable(Problem("column_missing", model.name, None, column, column))
        self.notices.append(Problem("column_absent", model.name, None, column, column))

    def _table(self, model: Model) -> CheckedTable:
        return self.tables[model.name]

    def _checked(self, model: Model) -> CheckedTable:
        chunks: Iterable[Any] = ()
        if self.connection and (live := self.live(model)):
            chunks = chunks_of(live, read_object(live, self.mirror, self.context.progress))
        return check_table(model.table, chunks, self.context.currencies)
