"""Asks a system over HTTP: waits where it is told to, and says in one `Problem` why it cannot.

Data flow: method, path, body → answer as JSON, numbers with decimals as `Decimal` and never float.
Busy servers, broken connections and answers cut off half-way are asked again, with the wait that
`Retry-After` states (RFC 9110, 10.2.3) or one that doubles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import dlt
from dlt.sources.helpers.requests import Client
from requests import RequestException, Response

from ingestion.contracts import Problem, SourceUnreadable

_REFUSED = (401, 403)
_TOO_MANY = 429
_ATTEMPTS = 5
_LONGEST_WAIT_SECONDS = 120
_TIMEOUT_SECONDS = 120


def secret(system: str, name: str) -> str:
    """A credential from dlt's secrets or the environment; SourceUnreadable where it is in neither.

    `SOURCES__ERP_TRYTON__PASSWORD`, or `password` below `[sources.erp_tryton]` in
    `.dlt/secrets.toml`.
    """
    value: str | None = dlt.secrets.get(f"sources.{system}.{name}")
    if not value:
        variable = f"SOURCES__{system}__{name}".upper()
        raise SourceUnreadable(Problem("api_secret_missing", system, None, name, variable))
    return value


def is_whole_json(response: Response) -> bool:
    """False where it calls itself JSON and is none: the connection ended half-way."""
    says_json = "json" in response.headers.get("Content-Type", "").lower()
    return not says_json or _is_json(response)


@dataclass
class Api:
    """One server. Headers may change from one request to the next: sessions end."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    attempts: int = _ATTEMPTS
    is_whole: Callable[[Response], bool] = is_whole_json  # else it is asked for again

    def __post_init__(self) -> None:
        self._patient = self._client(self.attempts)
        self._once = self._client(1)

    def ask(
        self,
        path: str = "",
        *,
        body: Any = None,
        parameters: Mapping[str, str] | None = None,
        is_first: bool = False,
    ) -> Any:
        """The answer, decoded; `None` where the server does not know the session or the key."""
        response = self.send(path, body=body, parameters=parameters, is_first=is_first)
        if response.status_code in _REFUSED:
            return None
        if not response.ok:
            raise self.failed(response)
        return self.decoded(response)

    def send(
        self,
        path: str = "",
        *,
        body: Any = None,
        content: bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        is_first: bool = False,
    ) -> Response:
        """The answer as it came, whatever its status; only a busy server has none.

        With a body, which goes as JSON, or content, which goes as it is, it is posted. The first
        request to a server is made once: a wrong address need not be tried for minutes.
        """
        client = self._once if is_first else self._patient
        method = "GET" if body is None and content is None else "POST"
        try:
            response = client.request(
                method,
                self.url + path,
                headers=dict(self.headers),
                params=parameters,
                json=body,
                data=content,
                allow_redirects=method == "GET",
            )
        except RequestException as error:
            raise self.unreadable("api_unreachable", _reason(error)) from error
        if response.status_code == _TOO_MANY:
            raise self.unreadable("api_busy", str(self.attempts))
        return response

    def decoded(self, response: Response) -> Any:
        """Its JSON, decimals as `Decimal`; SourceUnreadable where it is none."""
        if not _is_json(response):
            raise self.unreadable("api_not_json", response.text.strip()[:80])
        return json.loads(response.text, parse_float=Decimal)

    def failed(self, response: Response) -> SourceUnreadable:
        """What the server says of its own failure."""
        return self.unreadable("api_failed", f"{response.status_code} {response.reason}")

    def unreadable(
        self, code: str, value: str | None = None, column: str | None = None
    ) -> SourceUnreadable:
        """What stops the source, with the server's name; never with what may hold a secret."""
        parts = urlsplit(self.url)
        place = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        return SourceUnreadable(Problem(code, place, None, column, value))

    def _client(self, attempts: int) -> Client:
        return Client(
            request_timeout=_TIMEOUT_SECONDS,
            raise_for_status=False,
            request_max_attempts=attempts,
            request_max_retry_delay=_LONGEST_WAIT_SECONDS,
            retry_condition=lambda response, _: (
                response is not None and response.ok and not self.is_whole(response)
            ),
        )


def _is_json(response: Response) -> bool:
    try:
        json.loads(response.text)
    except ValueError:
        return False
    return True


def _reason(error: RequestException) -> str:
    """The system's own words, without the address: it may hold a key."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        if inner := getattr(cause, "reason", None):
            cause = inner if isinstance(inner, BaseException) else None
            continue
        cause = cause.__cause__ or (cause.args[0] if _holds_error(cause) else None)
    return type(error).__name__


def _holds_error(error: BaseException) -> bool:
    return bool(error.args) and isinstance(error.args[0], BaseException)
