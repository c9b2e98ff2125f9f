"""All objects of a live system: each read, checked and counted; what the system lacks is told.

Data flow: `Model`s → `LiveObject`s as this server has them → checked tables, and their ledger.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, ClassVar

from ingestion.connection import Connection
from ingestion.contracts import Ledger, Problem, SourceContext, SourceUnreadable, ledger_resources
from ingestion.live.declared import declared_resource
from ingestion.live.mirror import CHANGED, ID, Mirror
from ingestion.live.reading import LiveObject, chunks_of, read_object
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import Table
from ingestion.tabular.landing import ledger_of, table_resource


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
