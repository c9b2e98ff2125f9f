"""Tryton over its own interface, CRM and ERP in one: what changed, for every company.

Data flow: JSON-RPC → rows of each model, kept in a mirror → checked rows → schema `erp_tryton`.
Run alone: `python -m ingestion.sources.erp_tryton URL DATABASE USER WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

import dlt

from ingestion.connection import Connection, Location
from ingestion.contracts import Problem, SourceContext
from ingestion.live.api import Api, secret
from ingestion.live.mirror import Mirror
from ingestion.live.reading import Row, by_id
from ingestion.live.system import LiveSystem, Model, ModelAbsent
from ingestion.sources.erp_tryton.rpc import Rpc, as_text
from ingestion.sources.erp_tryton.tables import MODELS

SYSTEM = "erp_tryton"

_PAGE = 1000
_ORDER = [["id", "ASC"]]


@dataclass(frozen=True)
class LiveModel:
    """One model of a server, in the fields that the server has of those we read."""

    rpc: Rpc
    model: Model
    fields: dict[str, str]  # by column

    @property
    def name(self) -> str:
        """As Tryton calls it."""
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
        """By id, never by offset: rows that are added meanwhile would shift the pages.

        A row that was never written has no `write_date`.
        """
        moment = _moment(since)
        later = (
            [["OR", ["write_date", ">=", moment], ["create_date", ">=", moment]]] if moment else []
        )
        return by_id(partial(self._page, [*self.model.domain, *later]), _PAGE, self.name)

    def count(self) -> int:
        """How many rows there are now."""
        return int(self.rpc.model(self.name, "search_count", self.model.domain, 0, None))

    def ids(self) -> set[str]:
        """The ids of all rows now; the log of deletions is for administrators alone."""
        found = self.rpc.model(self.name, "search", self.model.domain, 0, None, _ORDER)
        return {str(found_id) for found_id in found}

    def of_ids(self, ids: Collection[str]) -> Iterator[Sequence[Row]]:
        """The rows with these ids."""
        chosen = [["id", "in", sorted(int(one) for one in ids)]]
        return by_id(partial(self._page, chosen), _PAGE, self.name)

    def _page(self, domain: list[Any], last: int) -> Sequence[Row]:
        rows = self.rpc.model(
            self.name,
            "search_read",
            [*domain, ["id", ">", last]],
            0,
            _PAGE,
            _ORDER,
            list(self.fields.values()),
        )
        return [self._row(row) for row in rows]

    def _row(self, row: dict[str, Any]) -> Row:
        return {
            column.name: as_text(_value(row, self.fields[column.name]), column.kind)
            if column.name in self.fields
            else None
            for column in self.model.table.columns
        }


def _value(row: dict[str, Any], name: str) -> Any:
    """A field's value; `employee.rec_name` comes back as `rec_name` below `employee.`."""
    *places, last = name.split(".")
    for place in places:
        row = row.get(f"{place}.") or {}
    return row.get(last)


def _moment(since: datetime | None) -> dict[str, Any] | None:
    if since is None:
        return None
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {"__class__": "datetime", **{name: getattr(since, name) for name in names}}


@dataclass(frozen=True)
class Tryton(LiveSystem):
    """A server of Tryton, as one user sees it."""

    system = SYSTEM
    models = MODELS
    declared = ("group_relation", "bank_lines", "completed_on")

    def live(self, model: Model) -> LiveModel | None:
        """The model as this server has it; None where it has not and need not."""
        try:
            known = self._rpc.model(model.name, "fields_get", [])
        except ModelAbsent:
            if model.is_optional:
                self.notices.append(Problem("tryton_model_absent", model.name))
                return None
            missing = self._rpc.api.unreadable("tryton_model_missing", model.name)
            raise missing from None
        fields = {
            column: name
            for column in model.columns
            if (name := model.field_of(column)).partition(".")[0] in known
        }
        for column in model.columns:
            if column not in fields:
                self.lacks(model, column)
        return LiveModel(self._rpc, model, fields)

    @cached_property
    def mirror(self) -> Mirror:
        """What was read before of this database as this user sees it."""
        assert self.connection is not None
        options = self.connection.options
        identity = (self.connection.url, options["database"], options["user"])
        return Mirror.of(self.context.mirrors, SYSTEM, *identity)

    @cached_property
    def _rpc(self) -> Rpc:
        assert self.connection is not None
        options = self.connection.options
        password = secret(SYSTEM, "password")
        return Rpc(Api(self.connection.url), options["database"], options["user"], password)


def build_source(location: Location | None, context: SourceContext) -> Any:
    """The server as a dlt source: each model as it is now, and what the company declares."""
    connection = location if isinstance(location, Connection) else None
    tryton = Tryton(connection, context, [])

    @dlt.source(name=SYSTEM)
    def erp_tryton() -> Iterable[Any]:
        yield from tryton.resources()

    return erp_tryton()
