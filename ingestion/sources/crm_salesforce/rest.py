"""Asks Salesforce's REST API, and only to read: login, objects described, answers of SOQL.

Data flow: client credentials → session → JSON, numbers with decimals as `Decimal`.
The rules are those of the REST API Developer Guide, and of "OAuth 2.0 Client Credentials Flow".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from requests import Response

from ingestion.contracts import SourceUnreadable
from ingestion.live.api import Api

_VERSION = "/services/data/v60.0"
_LOGIN = "/services/oauth2/token"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_LIMIT = "REQUEST_LIMIT_EXCEEDED"
_CURSOR_LOST = "INVALID_QUERY_LOCATOR"
# An object that this user may not see is one that is not there.
_HIDDEN = ("INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY", "FUNCTIONALITY_NOT_ENABLED")


@dataclass(frozen=True)
class Rest:
    """An organisation at its My Domain address, as the user that the app runs as."""

    login: Api
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)

    @property
    def user(self) -> str:
        """The organisation and its user: `https://login.salesforce.com/id/00D…/005…`."""
        return str(self._session[1])

    def described(self, name: str) -> dict[str, Any] | None:
        """What an object is and which fields it has; None where it is not there for this user."""
        response = self._sent(f"{_VERSION}/sobjects/{name}/describe")
        if response.status_code == 404 or _error(response)[0] in _HIDDEN:
            return None
        told = self._told(response, name)
        return told if told.get("queryable", True) else None

    def count(self, name: str) -> int:
        """How many rows of an object are there now."""
        return int(self._told(self._query(f"SELECT COUNT() FROM {name}"), name)["totalSize"])

    def batches(self, soql: str, name: str) -> Iterator[Mapping[str, Any]]:
        """The answer and what it goes on with; a cursor that ended meanwhile ends it early."""
        response = self._query(soql)
        while True:
            answer = self._told(response, name)
            yield answer
            if answer.get("done", True):
                return
            response = self._sent(str(answer["nextRecordsUrl"]))
            if _error(response)[0] == _CURSOR_LOST:
                return

    @cached_property
    def _session(self) -> tuple[Api, str]:
        """Where the organisation is asked, and who asks."""
        told = self._logged_in(is_first=True)
        api = Api(str(told["instance_url"]).rstrip("/"), _bearer(told))
        return api, str(told.get("id"))

    def _query(self, soql: str) -> Response:
        return self._sent(f"{_VERSION}/query", {"q": soql})

    def _sent(self, path: str, parameters: Mapping[str, str] | None = None) -> Response:
        """The answer as it came; a session that ended begins anew once."""
        api = self._session[0]
        response = api.send(path, parameters=parameters)
        if response.status_code == 401:
            api.headers = _bearer(self._logged_in())
            response = api.send(path, parameters=parameters)
        return response

    def _told(self, response: Response, name: str) -> dict[str, Any]:
        """What was answered; SourceUnreadable where Salesforce refuses, in its words."""
        if response.ok:
            answer = self._session[0].decoded(response)
            if isinstance(answer, dict):
                return answer
            raise self.login.unreadable("api_not_json", str(answer)[:80])
        code, words = _error(response)
        if code == _LIMIT:
            raise self.login.unreadable("salesforce_limit", self._shown(words))
        if response.status_code == 401:
            raise self.login.unreadable("api_unauthorised", "client_id")
        if code:
            raise self.login.unreadable("api_refused", self._shown(f"{code}: {words}"), name)
        raise self.login.failed(response)

    def _logged_in(self, *, is_first: bool = False) -> dict[str, Any]:
        """A new session; SourceUnreadable where the app or its secret is not accepted."""
        told = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        self.login.headers = _FORM
        response = self.login.send(_LOGIN, content=urlencode(told).encode(), is_first=is_first)
        if response.status_code in (400, 401, 403):
            raise self.login.unreadable("salesforce_login_refused", self._shown(_said(response)))
        if not response.ok:
            raise self.login.failed(response)
        answer = self.login.decoded(response)
        if not isinstance(answer, dict) or not {"access_token", "instance_url"} <= answer.keys():
            raise self._without_session()
        return answer

    def _without_session(self) -> SourceUnreadable:
        """An answer that opens no session is not shown: it may be half of one."""
        return self.login.unreadable("api_not_json", _LOGIN)

    def _shown(self, words: str) -> str:
        """What Salesforce says, without what it may repeat of a credential."""
        for hidden in (self.client_secret, self.client_id):
            words = words.replace(hidden, "…")
        return words[:200].rstrip(".")


def _bearer(told: Mapping[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {told['access_token']}"}


def _error(response: Response) -> tuple[str, str]:
    """The code and the words of a refusal: `[{"errorCode": …, "message": …}]`; of others none."""
    match None if response.ok else _json(response):
        case [{"errorCode": str() as code, "message": str() as words}, *_]:
            return code, words.splitlines()[0] if words.strip() else ""
        case _:
            return "", ""


def _said(response: Response) -> str:
    """Why a login failed: `{"error": …, "error_description": …}`."""
    match _json(response):
        case {"error": str() as code, "error_description": str() as words}:
            return f"{code}: {words}"
        case _:
            return f"{response.status_code} {response.reason}"


def _json(response: Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
