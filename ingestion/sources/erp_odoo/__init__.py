"""Odoo over its external API, CRM and ERP in one: what changed, for every company.

Data flow: JSON-2 or XML-RPC → rows of each model, kept in a mirror → checked rows → schema
`erp_odoo`. Run alone: `python -m ingestion.sources.erp_odoo URL DATABASE FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import dlt

from ingestion.connection import Connection, Location
from ingestion.contracts import Problem, SourceContext
from ingestion.live.api import Api, secret
from ingestion.live.mirror import Mirror
from ingestion.live.system import LiveSystem, Model, ModelAbsent, ServerModel
from ingestion.live.values import number_text
from ingestion.sources.erp_odoo.rpc import Json2, Rpc, XmlRpc, is_whole_xml
from ingestion.sources.erp_odoo.tables import MODELS, OF_MODULES, OLDER, SHOWN
from ingestion.tabular.columns import Kind

SYSTEM = "erp_odoo"

_ORDER = "id asc"
_CURRENCIES = {"UF": "CLF"}  # as Odoo's Chilean localisation calls the unit of account


@dataclass(frozen=True)
class LiveModel(ServerModel):
    """One model of a server of Odoo."""

    rpc: Rpc

    def count(self) -> int:
        """How many rows there are now."""
        return int(self.rpc.read(self.name, "search_count", domain=self.model.domain))

    def later(self, since: datetime) -> list[Any]:
        """Odoo keeps whole seconds."""
        return ["write_date", ">=", f"{since:%Y-%m-%d %H:%M:%S}"]

    def found_ids(self) -> Iterable[int]:
        """Listed: Odoo keeps no trace of what was deleted."""
        found: list[int] = self.rpc.read(
            self.name, "search", domain=self.model.domain, order=_ORDER
        )
        return found

    def page(self, domain: list[Any], size: int) -> Iterable[Mapping[str, Any]]:
        """The first rows that meet the domain."""
        names = sorted({name.partition("/")[0] for name in self.fields.values()})
        rows: list[dict[str, Any]] = self.rpc.read(
            self.name, "search_read", domain=domain, fields=names, limit=size, order=_ORDER
        )
        return rows

    def text_of(self, row: Mapping[str, Any], field_name: str, kind: Kind) -> str | None:
        """A field of a row as text."""
        return as_text(_value(row, field_name), kind)


def _value(row: Mapping[str, Any], name: str) -> Any:
    """A field's value; of a reference, `[id, name]`, the id, or the name where that is asked."""
    field_name, _, part = name.partition("/")
    match row.get(field_name):
        case [int() as found_id, str() | False as shown]:
            return shown if part else found_id
        case value:
            return value


def as_text(value: Any, kind: Kind = Kind.TEXT) -> str | None:
    """A value of Odoo's as text; `false` is how it writes that there is none."""
    match value:
        case bool():
            if kind is Kind.BOOLEAN:
                return "true" if value else "false"
            return "true" if value else None
        case None | "":
            return None
        case int() | Decimal():
            return number_text(Decimal(value), kind)
        case list() | dict():
            return json.dumps(value, default=str)
        case str() if kind is Kind.CURRENCY:
            return _CURRENCIES.get(value, value)
        case str() if kind is Kind.TIMESTAMP:
            return value.replace(" ", "T")
        case _:
            return str(value)


@dataclass(frozen=True)
class Odoo(LiveSystem):
    """A database of Odoo, as the owner of an API key sees it."""

    system = SYSTEM
    models = MODELS
    declared = ("bank_lines",)

    def live(self, model: Model) -> LiveModel | None:
        """The model as this server has it; None where it has not and need not."""
        try:
            known = self._rpc.read(model.name, "fields_get", attributes=["store"])
        except ModelAbsent:
            if model.is_optional:
                self.notices.append(Problem("odoo_model_absent", model.name))
                return None
            raise self._rpc.api.unreadable("odoo_model_missing", model.name) from None
        stored = {name for name, told in known.items() if told.get("store", True)}
        readable = stored | (SHOWN.get(model.name, set()) & set(known))
        fields = {}
        for column in model.columns:
            names = (model.field_of(column), OLDER.get((model.name, column), ""))
            found = [name for name in names if name.partition("/")[0] in readable]
            if found:
                fields[column] = found[0]
            elif not self._is_of_absent_module(column):
                self.lacks(model, column)
        return LiveModel(model, fields, self._rpc)

    @cached_property
    def mirror(self) -> Mirror:
        """What was read before of this database as this user sees it."""
        assert self.connection is not None
        identity = (self.connection.url, self._rpc.database, str(self._rpc.user_id))
        return Mirror.of(self.context.mirrors, SYSTEM, *identity)

    def _is_of_absent_module(self, column: str) -> bool:
        absent = {notice.file for notice in self.notices if notice.code == "odoo_model_absent"}
        return OF_MODULES.get(column) in absent

    @cached_property
    def _rpc(self) -> Rpc:
        assert self.connection is not None
        url, options = self.connection.url, self.connection.options
        database, user = options["database"], options.get("user")
        match options.get("protocol", "json2"):
            case "json2":
                return Json2(Api(url), database, secret(SYSTEM, "api_key"))
            case "xmlrpc" if user:
                api = Api(url, is_whole=is_whole_xml)
                return XmlRpc(api, database, secret(SYSTEM, "api_key"), user)
            case "xmlrpc":
                raise Api(url).unreadable("odoo_user_missing")
            case other:
                raise Api(url).unreadable("odoo_protocol_unknown", str(other))


def build_source(location: Location | None, context: SourceContext) -> Any:
    """The server as a dlt source: each model as it is now, and what the company declares."""
    connection = location if isinstance(location, Connection) else None
    odoo = Odoo(connection, context, [])

    @dlt.source(name=SYSTEM)
    def erp_odoo() -> Iterable[Any]:
        yield from odoo.resources()

    return erp_odoo()
