"""Speaks Tryton's JSON-RPC as one read-only user, for every company that the user may see.

Data flow: method and parameters → answer, its typed values as text: a decimal is never a float.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ingestion.contracts import SourceUnreadable
from ingestion.live.api import Api
from ingestion.live.system import ModelAbsent
from ingestion.live.values import number_text
from ingestion.tabular.columns import Kind


@dataclass
class Rpc:
    """A session: it is opened when first needed, and anew where the server has forgotten it."""

    api: Api
    database: str
    user: str
    password: str = field(repr=False)
    context: dict[str, Any] = field(default_factory=dict)

    def model(self, name: str, method: str, *parameters: Any) -> Any:
        """What a method of a model answers.

        ModelAbsent where Tryton has none of that name; SourceUnreadable where it refuses.
        """
        if not self.context:
            self._open()
        answer = self._call(f"model.{name}.{method}", [*parameters, self.context])
        if answer is None:
            self._open()
            answer = self._call(f"model.{name}.{method}", [*parameters, self.context])
        if answer is None:
            raise self.api.unreadable("api_unauthorised", self.user)
        if isinstance(answer, dict) and "error" in answer:
            raise self._refused(name, answer["error"])
        if not isinstance(answer, dict) or "result" not in answer:
            raise self.api.unreadable("api_not_json", str(answer)[:80])
        return answer["result"]

    def _open(self) -> None:
        """Log in; the context holds the companies that are seen, not just the user's own."""
        answer = self._call(
            "common.db.login", [self.user, {"password": self.password}], is_first=True
        )
        session = answer.get("result") if isinstance(answer, dict) else answer
        if not session:
            raise self.api.unreadable("api_unauthorised", self.user)
        token = base64.b64encode(f"{self.user}:{session[0]}:{session[1]}".encode()).decode()
        self.api.headers = {"Authorization": f"Session {token}"}
        preferences = self._call("model.res.user.get_preferences", [True, {}])
        found = preferences.get("result") if isinstance(preferences, dict) else preferences
        if not found:
            raise self.api.unreadable("api_unauthorised", self.user)
        # Without a word Tryton hides other companies than the user's own, and what was archived.
        self.context = {**found, "company_filter": "all", "active_test": False}

    def _call(self, method: str, parameters: list[Any], *, is_first: bool = False) -> Any:
        body = {"id": 1, "method": method, "params": parameters}
        return self.api.ask(f"/{self.database}/rpc/", body=body, is_first=is_first)

    def _refused(self, model: str, error: Any) -> ModelAbsent | SourceUnreadable:
        words = _words(error)
        if words == f"'{model}'":
            return ModelAbsent(model)
        return self.api.unreadable("api_refused", words, model)


def _words(error: Any) -> str:
    """The first words of Tryton's error: `['UserError', ['You are not allowed …', '']]`."""
    while isinstance(error, list) and error:
        error = error[1] if len(error) > 1 and isinstance(error[1], list) else error[0]
    return str(error)


def as_text(value: Any, kind: Kind = Kind.TEXT) -> str | None:
    """A value of Tryton's JSON as text: dates as ISO 8601, spans of time in seconds."""
    if kind is Kind.BOOLEAN and value in (0, 1):
        value = bool(value)  # as SQLite keeps it
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case {"__class__": "Decimal", "decimal": number}:
            return str(number)
        case {"__class__": "date", **parts}:
            return date(**_numbers(parts)).isoformat()
        case {"__class__": "datetime", **parts}:
            return datetime(**_numbers(parts)).isoformat()  # noqa: DTZ001 (UTC, without saying so)
        case {"__class__": "timedelta", "seconds": seconds}:
            return str(seconds)
        case list() | dict():
            return json.dumps(value, default=str)
        case Decimal():
            return number_text(value, kind)
        case _:
            return str(value)


def _numbers(parts: dict[Any, Any]) -> dict[str, Any]:
    """`{"year": 2025, "month": 1, "day": 31}`, as Python takes it."""
    return {str(name): int(part) for name, part in parts.items()}
