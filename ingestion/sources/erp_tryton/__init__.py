"""Tryton over its own interface, CRM and ERP in one: what changed, for every company.

Data flow: JSON-RPC → rows of each model, kept in a mirror → checked rows → schema `erp_tryton`.
Run alone: `python -m ingestion.sources.erp_tryton URL DATABASE USER WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import dlt

from ingestion.connection import Connection, Location
from ingestion.contracts import Problem, SourceContext
from ingestion.live.api import Api, secret
from ingestion.live.mirror import Mirror
from ingestion.live.system import LiveSystem, Model, ModelAbsent, ServerModel
from ingestion.sources.erp_tryton.rpc import Rpc, as_text
from ingestion.sources.erp_tryton.tables import MODELS
from ingestion.tabular.columns import Kind

SYSTEM = "erp_tryton"

_ORDER = [["id", "ASC"]]


@dataclass(frozen=True)
class LiveModel(ServerModel):
    """One model of a server of Tryton."""

    rpc: Rpc

    def count(self) -> int:
        """How many rows there are now."""
        return int(self.rpc.model(self.name, "search_count", self.model.domain, 0, None))

    def later(self, since: datetime) -> list[Any]:
        """A row that was never written has no `write_date`."""
        moment = _moment(since)
        return ["OR", ["write_date", ">=", moment], ["create_date", ">=", moment]]

    def found_ids(self) -> Iterable[int]:
        """Listed: the log of deletions is for administrators alone."""
        found: list[int] = self.rpc.model(self.name, "search", self.model.domain, 0, None, _ORDER)
        return found

    def page(self, domain: list[Any], size: int) -> Iterable[Mapping[str, Any]]:
        """The first rows that meet the domain."""
        rows: list[dict[str, Any]] = self.rpc.model(
            self.name, "search_read", domain, 0, size, _ORDER, list(self.fields.values())
        )
        return rows

    def text_of(self, row: Mapping[str, Any], field_name: str, kind: Kind) -> str | None:
        """A field of a row as text."""
        return as_text(_value(row, field_name), kind)


def _value(row: Mapping[str, Any], name: str) -> Any:
    """A field's value; `employee.rec_name` comes back as `rec_name` below `employee.`."""
    *places, last = name.split(".")
    for place in places:
        row = row.get(f"{place}.") or {}
    return row.get(last)


def _moment(since: datetime) -> dict[str, Any]:
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
        return LiveModel(model, fields, self._rpc)

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
