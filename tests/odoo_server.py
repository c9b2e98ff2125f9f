"""Odoo's external API over both protocols, told by records in the shape that Odoo shows."""

from __future__ import annotations

import xmlrpc.client
from dataclasses import dataclass, field
from typing import Any

from ingestion.sources.erp_odoo.tables import MODELS, SHOWN
from tests.ingestion.loopback import Answer, Request

KEY = "6578616d706c65206b6579"
DATABASE, USER, USER_ID = "andes", "hilo@andes.cl", 7

Record = dict[str, Any]
Records = dict[str, list[Record]]


@dataclass
class Odoo:
    """What the server holds, and how it behaves."""

    rows: Records = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    has_json2: bool = True
    first: list[Answer] = field(default_factory=list)  # told before anything else, each once
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        """An answer of JSON-2 or of XML-RPC, as the address has it."""
        if self.first:
            return self.first.pop(0)
        if request.path.startswith("/xmlrpc/2/"):
            return self._xmlrpc(request)
        if not self.has_json2:
            return Answer(b"<!doctype html><title>404</title>", 404, kind="text/html")
        assert request.headers["X-Odoo-Database"] == DATABASE
        if request.headers["Authorization"] != f"bearer {KEY}":
            return _error(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey")
        model, method = request.path.removeprefix("/json/2/").split("/")
        try:
            return Answer(self._called(model, method, request.body))
        except KeyError:
            words = f"the model {model!r} does not exist"
            return _error(404, "werkzeug.exceptions.NotFound", words)
        except PermissionError as error:
            return _error(403, "odoo.exceptions.AccessError", str(error))

    def _xmlrpc(self, request: Request) -> Answer:
        loaded: tuple[Any, Any] = xmlrpc.client.loads(request.body)
        parameters, method = loaded
        if method == "authenticate":
            database, user, key, _ = parameters
            is_known = (database, user, key) == (DATABASE, USER, KEY)
            return _xml((USER_ID if is_known else False,))
        database, user_id, key, model, method, positional, named = parameters
        assert (database, user_id, key, positional) == (DATABASE, USER_ID, KEY, [])
        try:
            return _xml((self._called(model, method, named),))
        except KeyError:
            return _xml(xmlrpc.client.Fault(2, f"Object {model} doesn't exist"))
        except PermissionError as error:
            return _xml(xmlrpc.client.Fault(4, str(error)))

    def _called(self, model: str, method: str, named: dict[str, Any]) -> Any:
        self.asked.append((model, method, named))
        if method == "context_get":
            return {"lang": "es_CL", "tz": "America/Santiago", "uid": USER_ID}
        if model == "res.users":
            return [{"id": USER_ID, "company_ids": [1, 2]}]
        context = named["context"]
        assert context == {"active_test": False, "allowed_company_ids": [1, 2]}
        if model in self.absent:
            raise KeyError(model)
        if model in self.forbidden:
            raise PermissionError(
                f"You are not allowed to access '{model}' records.\n\nContact your administrator."
            )
        if method == "fields_get":
            return self._fields(model)
        found = [row for row in self.rows.get(model, []) if self._fits(row, named["domain"])]
        match method:
            case "search_count":
                return len(found)
            case "search":
                return [row["id"] for row in found]
        assert named["order"] == "id asc"
        page = sorted(found, key=lambda row: int(row["id"]))[: named["limit"]]
        return [
            {"id": row["id"]} | {one: row.get(one, False) for one in named["fields"]}
            for row in page
        ]

    def _fields(self, model: str) -> dict[str, Any]:
        (told,) = [one for one in MODELS if one.name == model]
        names = {told.field_of(column).partition("/")[0] for column in told.columns}
        shown = SHOWN.get(model, set())
        return {name: {"store": name not in shown} for name in names - {*self.lacking}}

    def _fits(self, row: Record, domain: list[Any]) -> bool:
        """A domain in Polish notation: what no `|` joins must hold together."""
        left = list(domain)

        def one() -> bool:
            term = left.pop(0)
            if term == "|":
                first, second = one(), one()
                return first or second
            path, operator, wanted = term
            value = self._at(row, path)
            match operator:
                case ">":
                    return bool(value > wanted)
                case ">=":
                    return bool(value >= wanted)
                case "in":
                    return value in wanted
                case "=":
                    return bool(value == wanted)
                case "!=":
                    return bool(value != wanted)
            raise AssertionError(operator)

        results = []
        while left:
            results.append(one())
        return all(results)

    def _at(self, row: Record, path: str) -> Any:
        name, _, rest = path.partition(".")
        value = row.get(name, False)
        if not rest:
            return value[0] if isinstance(value, list) else value
        related = {"move_id": "account.move", "account_id": "account.account"}[name]
        (found,) = [one for one in self.rows[related] if one["id"] == value[0]]
        return self._at(found, rest)


def _error(status: int, name: str, message: str) -> Answer:
    debug = "Traceback (most recent call last):\n  File ...\n"
    told = {"name": name, "message": message, "arguments": [message], "context": {}, "debug": debug}
    return Answer(told, status)


def _xml(told: Any) -> Answer:
    text = xmlrpc.client.dumps(told, methodresponse=True, allow_none=True)
    return Answer(text.encode(), kind="text/xml; charset=utf-8")
