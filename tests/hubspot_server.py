"""A portal of HubSpot on loopback: the answers of its API, in their shapes, from a few objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ingestion.loopback import Answer, Loopback, Request, listening

TOKEN = "pat-na1-loopback"
CHANGED = "2025-01-31T10:00:00.000Z"


@dataclass
class Portal:
    """What the portal holds: objects by kind and id, and what is associated with each.

    Associations are by the kind at the other end and the deal's id, `quotes/7` for that of a quote.
    """

    objects: dict[str, dict[str, dict[str, str | None]]]
    associated: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)  # id → moment
    forbidden: tuple[str, ...] = ()  # kinds that the token may not read
    unsearched: tuple[str, ...] = ()  # kinds of which it may read the properties alone
    page: int = 100
    ends: int = 500  # associations of one object in an answer

    def told(self, kind: str, key: str, names: list[str]) -> dict[str, Any]:
        """An object as the API shows it: every value a text, what it lacks null."""
        values = self.objects[kind][key]
        shown = {name: values.get(name) for name in names}
        moment = self.changed.get(key, CHANGED)
        return {
            "id": key,
            "properties": {**shown, "hs_object_id": key, "hs_lastmodifieddate": moment},
            "createdAt": CHANGED,
            "updatedAt": moment,
            "archived": False,
        }

    def answer(self, request: Request) -> Answer:
        """One request answered."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Answer({"status": "error", "category": "INVALID_AUTHENTICATION"}, 401)
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.strip("/").split("/"):
            case ["account-info", "v3", "details"]:
                return Answer({"portalId": 4242})
            case ["crm", "v3", "owners"]:
                owners = self._owners(query["archived"] == "true")
                return self._readable("owners") or Answer({"results": owners})
            case ["crm", "v3", "pipelines", "deals"]:
                return Answer({"results": [{"id": "default", "stages": self._stages()}]})
            case ["crm", "v3", "properties", kind]:
                return self._readable(kind) or Answer({"results": self._properties(kind)})
            case ["crm", "v3", "objects", kind]:
                return self._readable(kind) or Answer(self._listed(kind, query))
            case ["crm", "v3", "objects", kind, "search"]:
                refused = self._readable(kind, self.unsearched)
                return refused or Answer(self._found(kind, request.body))
            case ["crm", "v3", "objects", kind, "batch", "read"]:
                keys = [one["id"] for one in request.body["inputs"]]
                there = [key for key in keys if key in self._of(kind)]
                names = request.body["properties"]
                return Answer({"results": [self.told(kind, key, names) for key in there]})
            case ["crm", "v4", "associations", near, kind, "batch", "read"]:
                place = "" if near == "deals" else f"{near}/"
                return self._ends(kind, place, request.body["inputs"])
        return Answer({"status": "error"}, 404)

    def _readable(self, kind: str, also: tuple[str, ...] = ()) -> Answer | None:
        refused = {"status": "error", "category": "MISSING_SCOPES"}
        return Answer(refused, 403) if kind in self.forbidden + also else None

    def _of(self, kind: str) -> dict[str, dict[str, str | None]]:
        return self.objects.get(kind, {})

    def _properties(self, kind: str) -> list[dict[str, str]]:
        names = {name for values in self._of(kind).values() for name in values}
        return [{"name": name} for name in sorted(names | {"hs_object_id", "hs_lastmodifieddate"})]

    def _stages(self) -> list[dict[str, Any]]:
        return [
            {"id": key, "label": label, "metadata": {"isClosed": closed, "probability": chance}}
            for key, (label, closed, chance) in self.stages.items()
        ]

    def _owners(self, is_archived: bool) -> list[dict[str, str]]:
        return [
            {"id": key, "firstName": name, "lastName": "", "email": ""}
            for key, name in self.owners.items()
            if not is_archived
        ]

    def _listed(self, kind: str, query: Mapping[str, str]) -> dict[str, Any]:
        keys = sorted(self._of(kind), key=int)
        begin = int(query.get("after", 0))
        shown = [self.told(kind, key, []) for key in keys[begin : begin + self.page]]
        left = begin + self.page < len(keys)
        paging = {"paging": {"next": {"after": str(begin + self.page)}}} if left else {}
        return {"results": shown, **paging}

    def _found(self, kind: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        keys = sorted(self._of(kind), key=int)
        for group in asked["filterGroups"]:
            for one in group["filters"]:
                keys = [key for key in keys if self._meets(key, one)]
        shown = [self.told(kind, key, asked["properties"]) for key in keys[: asked["limit"]]]
        return {"total": len(keys), "results": shown}

    def _meets(self, key: str, one: Mapping[str, str]) -> bool:
        if one["propertyName"] == "hs_object_id":
            return int(key) > int(one["value"])
        moment = datetime.fromisoformat(self.changed.get(key, CHANGED)).astimezone(UTC)
        return moment.timestamp() * 1000 >= int(one["value"])

    def _ends(self, kind: str, place: str, inputs: list[dict[str, str]]) -> Answer:
        results, errors = [], []
        for one in inputs:
            to = self.associated.get((kind, place + one["id"]), [])
            begin = int(one.get("after", 0))
            shown = to[begin : begin + self.ends]
            if not to:
                sub = "crm.associations.NO_ASSOCIATIONS_FOUND"
                errors.append({"category": "OBJECT_NOT_FOUND", "subCategory": sub})
                continue
            types = [{"category": "HUBSPOT_DEFINED", "typeId": 5, "label": "Primary"}]
            told: dict[str, Any] = {
                "from": {"id": one["id"]},
                "to": [{"toObjectId": int(key), "associationTypes": types} for key in shown],
            }
            if begin + self.ends < len(to):
                told["paging"] = {"next": {"after": str(begin + self.ends)}}
            results.append(told)
        answer = {"status": "COMPLETE", "results": results}
        return Answer({**answer, "errors": errors}, 207) if errors else Answer(answer)


@contextmanager
def serving(portal: Portal) -> Iterator[Loopback]:
    """The portal on a free port of loopback."""
    with listening(portal.answer) as loopback:
        yield loopback
