"""Speaks Odoo's external API, over JSON-2 (from 19 on) or XML-RPC (before), and only to read.

Data flow: model, method, named arguments → answer; a number with decimals is a `Decimal`.
"""

from __future__ import annotations

import xmlrpc.client
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from lxml import etree
from requests import Response

from ingestion.contracts import SourceUnreadable
from ingestion.formats.xml import XmlRefused, parse_xml
from ingestion.live.api import Api
from ingestion.live.system import ModelAbsent

_ACCESS_DENIED = 3  # fault codes of Odoo's XML-RPC
_WARNINGS = (2, 4)  # for people: a rule of the business, a right that is missing


@dataclass
class Rpc(ABC):
    """A database of a server, as the owner of an API key."""

    api: Api
    database: str
    key: str = field(repr=False)

    def read(self, model: str, method: str, **named: Any) -> Any:
        """What a method of a model answers, archived records and every company among it.

        ModelAbsent where Odoo has none of that name; SourceUnreadable where it refuses.
        """
        return self.call(model, method, context=self.context, **named)

    @cached_property
    def context(self) -> dict[str, Any]:
        """Without it Odoo leaves out, without a word, what was archived and other companies."""
        users = self.call(
            "res.users", "search_read", domain=[["id", "=", self.user_id]], fields=["company_ids"]
        )
        if not users:
            raise self.api.unreadable("api_refused", "res.users", "company_ids")
        return {"active_test": False, "allowed_company_ids": users[0]["company_ids"]}

    @property
    @abstractmethod
    def user_id(self) -> int:
        """The owner of the key; the first question that is asked."""

    @abstractmethod
    def call(self, model: str, method: str, **named: Any) -> Any:
        """What a method answers to arguments by name."""


@dataclass
class Json2(Rpc):
    """`POST /json/2/<model>/<method>`: errors come with their status."""

    def __post_init__(self) -> None:
        self.api.headers = {
            "Authorization": f"bearer {self.key}",
            "X-Odoo-Database": self.database,
        }

    @cached_property
    def user_id(self) -> int:
        """The owner of the key."""
        response = self._post("res.users", "context_get", {}, is_first=True)
        if response.status_code == 404:
            # Before 19 there is no such place, nor where the database is not there.
            raise self.api.unreadable("odoo_no_json2", self.database)
        answer = self._answer(response, "res.users")
        if not isinstance(answer, dict) or "uid" not in answer:
            raise self.api.unreadable("api_not_json", str(answer)[:80])
        return int(answer["uid"])

    def call(self, model: str, method: str, **named: Any) -> Any:
        """What a method answers to arguments by name."""
        return self._answer(self._post(model, method, named), model)

    def _post(
        self, model: str, method: str, named: dict[str, Any], *, is_first: bool = False
    ) -> Response:
        return self.api.send(f"/json/2/{model}/{method}", body=named, is_first=is_first)

    def _answer(self, response: Response, model: str) -> Any:
        if response.status_code == 401:
            raise self.api.unreadable("api_unauthorised", self.database)
        if response.status_code >= 500:
            raise self.api.failed(response)
        answer = self.api.decoded(response)
        if response.ok:
            return answer
        words = str(answer.get("message")) if isinstance(answer, dict) else str(answer)
        if response.status_code == 404 and repr(model) in words:
            raise ModelAbsent(model)
        raise self.api.unreadable("api_refused", _one_line(words), model)


@dataclass
class XmlRpc(Rpc):
    """`/xmlrpc/2`: every answer has status 200, errors are faults."""

    user: str = ""

    @cached_property
    def user_id(self) -> int:
        """The number by which the user asks from now on."""
        parameters: tuple[Any, ...] = (self.database, self.user, self.key, {})
        found = self._call("common", "authenticate", parameters, "res.users", is_first=True)
        if not found:
            raise self.api.unreadable("api_unauthorised", self.user)
        return int(found)

    def call(self, model: str, method: str, **named: Any) -> Any:
        """What a method answers to arguments by name."""
        asked = (self.database, self.user_id, self.key, model, method)
        return self._call("object", "execute_kw", (*asked, [], named), model)

    def _call(
        self,
        service: str,
        method: str,
        parameters: tuple[Any, ...],
        model: str,
        *,
        is_first: bool = False,
    ) -> Any:
        content = xmlrpc.client.dumps(parameters, method, allow_none=True).encode()
        self.api.headers = {"Content-Type": "text/xml"}
        response = self.api.send(f"/xmlrpc/2/{service}", content=content, is_first=is_first)
        if response.status_code in (401, 403):
            raise self.api.unreadable("api_unauthorised", self.user)
        if not response.ok:
            raise self.api.failed(response)
        try:
            root = parse_xml(response.content)
        except XmlRefused as error:
            shown = response.text.strip()[:80]
            raise self.api.unreadable("api_not_json", shown) from error
        if (fault := root.find("fault/value")) is not None:
            raise self._fault(_decoded(fault), model)
        answer = root.find("params/param/value")
        if answer is None:
            raise self.api.unreadable("api_not_json", response.text.strip()[:80])
        return _decoded(answer)

    def _fault(self, fault: dict[str, Any], model: str) -> ModelAbsent | SourceUnreadable:
        code, words = fault.get("faultCode"), str(fault.get("faultString"))
        told = _one_line(words)
        if told in (f"Object {model} doesn't exist", f"KeyError: {model!r}"):
            return ModelAbsent(model)
        if code == _ACCESS_DENIED:
            return self.api.unreadable("api_unauthorised", self.user)
        if code in _WARNINGS:
            return self.api.unreadable("api_refused", told, model)
        return self.api.unreadable("api_failed", told)


def is_whole_xml(response: Response) -> bool:
    """False where an answer ends before its end: something on the way cut it off."""
    says_xml = "xml" in response.headers.get("Content-Type", "").lower()
    return not says_xml or response.content.rstrip().endswith(b"</methodResponse>")


def _decoded(value: etree._Element) -> Any:
    """A value of XML-RPC; doubles stay the decimals that were written."""
    if len(value) == 0:
        return value.text or ""
    inner = value[0]
    match etree.QName(inner).localname:
        case "array":
            return [_decoded(one) for one in inner.iterfind("data/value")]
        case "struct":
            return {
                member.findtext("name", ""): _decoded(told)
                for member in inner.iterfind("member")
                if (told := member.find("value")) is not None
            }
        case "boolean":
            return inner.text == "1"
        case "int" | "i4" | "i8":
            return int(inner.text or "0")
        case "double":
            return Decimal(inner.text or "0")
        case "nil":
            return None
        case _:
            return inner.text or ""


def _one_line(words: str) -> str:
    """What an error says: the last line of a traceback, the first of what is for people."""
    lines = [line.strip() for line in words.splitlines() if line.strip()] or [""]
    return (lines[-1] if lines[0].startswith("Traceback") else lines[0])[:200]
