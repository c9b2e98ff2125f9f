"""HubSpot over its CRM API: objects by search, associations in batches, stages and owners whole.

Data flow: private app's token → what changed of each object, kept in a mirror → rows under the
names that a loader would give them, so that one mapping reads both.
https://developers.hubspot.com/docs/api-reference/crm-search-v3, crm-associations-v4.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import polars as pl

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.places import Told
from ingestion.live.api import Api, secret
from ingestion.live.mirror import CHANGED, ID, Mirror
from ingestion.live.reading import Row, by_id, chunks_of, read_object
from ingestion.tabular.columns import Table
from ingestion.tabular.text_table import ROW, TextTable

SYSTEM = "crm_hubspot"

_PAGE = 100  # rows of an answer
_BATCH = 1000  # objects whose associations are asked for at once
_PROPERTY = "property_"
_MERGED = "merged_deal"


@dataclass(frozen=True)
class Kind:
    """A kind of object: its name in the API, the scope it asks for, columns named otherwise."""

    name: str
    scope: str
    columns: Mapping[str, str]  # column of the loader's table → property


_KINDS = {
    "deal": Kind(
        "deals",
        "crm.objects.deals.read",
        {
            "deal_id": "hs_object_id",
            "deal_pipeline_id": "pipeline",
            "deal_pipeline_stage_id": "dealstage",
            "owner_id": "hubspot_owner_id",
        },
    ),
    "company": Kind("companies", "crm.objects.companies.read", {"id": "hs_object_id"}),
    "line_item": Kind(
        "line_items",
        "crm.objects.line_items.read",
        {"id": "hs_object_id", "product_id": "hs_product_id"},
    ),
    "quote": Kind("quotes", "crm.objects.quotes.read", {"id": "hs_object_id"}),
}


@dataclass(frozen=True)
class Association:
    """A table of associations: the objects at its ends, asked for from the first."""

    near: str
    far: str

    def row(self, near_id: str, far_id: str, type_id: str) -> dict[str, str]:
        """As a loader keeps it."""
        return {f"{self.near}_id": near_id, f"{self.far}_id": far_id, "type_id": type_id}


_ASSOCIATIONS = {
    "deal_company": Association("deal", "company"),
    "line_item_deal": Association("deal", "line_item"),
    "quote_deal": Association("deal", "quote"),
    "quote_line_item": Association("quote", "line_item"),
}
_NONE_FOUND = "crm.associations.NO_ASSOCIATIONS_FOUND"


class ScopeMissing(Exception):
    """The token's app may not read what was asked for."""


@dataclass(frozen=True)
class Client:
    """HubSpot as one token sees it."""

    api: Api

    def ask(
        self,
        path: str,
        body: Any = None,
        parameters: Mapping[str, str] | None = None,
        *,
        is_first: bool = False,
    ) -> dict[str, Any]:
        """The answer; ScopeMissing, or SourceUnreadable where there is none."""
        response = self.api.send(path, body=body, parameters=parameters, is_first=is_first)
        if response.status_code == 401:
            raise self.api.unreadable("hubspot_token_refused", "SOURCES__CRM_HUBSPOT__ACCESS_TOKEN")
        if response.status_code == 403:
            raise ScopeMissing
        if not response.ok:
            raise self.api.failed(response)
        answer: dict[str, Any] = self.api.decoded(response)
        return answer

    def pages(self, path: str, parameters: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        """Pages by cursor; SourceUnreadable where one comes again: it would never end."""
        after, seen = "", set[str]()
        while True:
            cursor = {"after": after} if after else {}
            answer = self.ask(path, parameters={**parameters, **cursor})
            yield answer["results"]
            seen.add(after)
            after = str(answer.get("paging", {}).get("next", {}).get("after", ""))
            if not after:
                return
            if after in seen:
                raise self.api.unreadable("api_page_repeats", after)

    def properties(self, kind: Kind, *, is_first: bool = False) -> set[str]:
        """The names of all properties of an object, those of the company's own among them."""
        answer = self.ask(f"/crm/v3/properties/{kind.name}", is_first=is_first)
        return {told["name"] for told in answer["results"]}


@dataclass(frozen=True)
class Whole:
    """A list that is short: its name, the scope it asks for, and how it is read."""

    name: str
    scope: str
    rows: Callable[[Client], Iterable[dict[str, str]]]


@dataclass(frozen=True)
class HubspotObject:
    """One kind of object, in the properties that are asked for."""

    client: Client
    kind: Kind
    properties: Mapping[str, str]  # by column

    @property
    def name(self) -> str:
        """As the API calls it."""
        return self.kind.name

    @property
    def columns(self) -> Sequence[str]:
        """The id and the moment of change before the properties."""
        return [ID, CHANGED, *(name for name in self.properties if name != ID)]

    @property
    def shape(self) -> str:
        """Which property is in which column."""
        return repr(sorted(self.properties.items()))

    def changed(self, since: datetime | None) -> Iterator[Sequence[Row]]:
        """By id, never by offset: a search ends at its ten thousandth row."""
        moment = [] if since is None else [_filter("hs_lastmodifieddate", "GTE", _millis(since))]

        def page_after(last: int) -> Sequence[Row]:
            beyond = [_filter("hs_object_id", "GT", str(last))]
            found = self._search([*moment, *beyond], _PAGE)
            return [self._row(one) for one in found["results"]]

        return by_id(page_after, _PAGE, self.name)

    def count(self) -> int:
        """How many objects there are now."""
        return int(self._search([], 1)["total"])

    def ids(self) -> set[str]:
        """Listed: HubSpot tells nobody what was deleted or merged into another."""
        asked = {"limit": str(_PAGE), "properties": "hs_object_id"}
        pages = self.client.pages(f"/crm/v3/objects/{self.name}", asked)
        return {str(one["id"]) for page in pages for one in page}

    def of_ids(self, ids: Collection[str]) -> Iterator[Sequence[Row]]:
        """Read in batches; what is gone meanwhile is not among the answers."""
        for some in _slices(sorted(ids, key=int), _PAGE):
            inputs = [{"id": one} for one in some]
            asked = {"properties": sorted(set(self.properties.values())), "inputs": inputs}
            answer = self.client.ask(f"/crm/v3/objects/{self.name}/batch/read", asked)
            yield [self._row(one) for one in answer["results"]]

    def _search(self, filters: list[dict[str, str]], size: int) -> dict[str, Any]:
        body = {
            "filterGroups": [{"filters": filters}] if filters else [],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": sorted(set(self.properties.values())),
            "limit": size,
        }
        return self.client.ask(f"/crm/v3/objects/{self.name}/search", body)

    def _row(self, told: Mapping[str, Any]) -> Row:
        values = told["properties"]
        row = {column: values.get(name) or None for column, name in self.properties.items()}
        return {**row, ID: str(told["id"]), CHANGED: told["updatedAt"].removesuffix("Z")}


@dataclass(frozen=True)
class HubspotApi:
    """HubSpot as a place of tables."""

    connection: Connection
    context: SourceContext
    notices: list[Problem]
    read: dict[str, list[str]] = field(default_factory=dict)  # the ids of each kind

    @property
    def name(self) -> str:
        """The server's address."""
        return self.connection.url

    def has(self, table_name: str) -> bool:
        """Whether the token may read it; which scope it lacks is noticed."""
        if association := _ASSOCIATIONS.get(table_name):
            return {association.near, association.far} <= self._known.keys()
        return table_name in self._known or table_name in (_MERGED, *_WHOLE)

    def rows(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        """The rows of an object, of its associations or of a list that is short."""
        if table_name in _KINDS:
            yield from self._objects(table_name, table, columns, told)
        elif table_name in _ASSOCIATIONS:
            rows = self._associated(_ASSOCIATIONS[table_name])
            yield _numbered(table_name, rows, table)
        else:
            yield _numbered(table_name, self._listed(table_name), table)

    def _listed(self, table_name: str) -> Iterable[dict[str, str]]:
        """A list that is short; none of what was merged, which is no more in the API."""
        if table_name not in _WHOLE:
            return ()
        whole = _WHOLE[table_name]
        try:
            return list(whole.rows(self._client))
        except ScopeMissing:
            self.notices.append(self._scope_missing(whole).problem)
            return ()

    def _objects(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        kind, known = _KINDS[table_name], self._known[table_name]
        wanted = {
            column: kind.columns.get(column) or column.removeprefix(_PROPERTY)
            for column in sorted(columns)
            if column in kind.columns or column.startswith(_PROPERTY)
        }
        properties = {column: name for column, name in wanted.items() if name in known}
        live = HubspotObject(self._client, kind, properties)
        try:
            rows = read_object(live, self._mirror, told)
        except ScopeMissing:
            # Some tokens may read what an object has, and none of the objects.
            self._set_aside(table_name)
            yield _numbered(table_name, (), table)
            return
        self.read[table_name] = sorted(rows[ID], key=int)
        for chunk in chunks_of(live, rows):
            (key,) = table.key
            named = chunk.frame.drop(CHANGED)
            yield TextTable(table_name, named if key == ID else named.drop(ID))

    def _associated(self, association: Association) -> Iterator[dict[str, str]]:
        """Asked for whole: an association that comes or goes changes no object's moment."""
        near, far = (_KINDS[end].name for end in (association.near, association.far))
        path = f"/crm/v4/associations/{near}/{far}/batch/read"
        for some in _slices(self.read.get(association.near, []), _BATCH):
            inputs = [{"id": one} for one in some]
            while inputs:
                answer = self._client.ask(path, {"inputs": inputs})
                self._require_whole(answer)
                inputs = []
                for told in answer["results"]:
                    key = str(told["from"]["id"])
                    yield from _ends(association, key, told["to"])
                    if after := told.get("paging", {}).get("next", {}).get("after"):
                        inputs.append({"id": key, "after": str(after)})

    def _require_whole(self, answer: Mapping[str, Any]) -> None:
        """An object without associations is told as an error; any other is one."""
        for error in answer.get("errors", ()):
            if error.get("subCategory") != _NONE_FOUND:
                raise self._client.api.unreadable("api_failed", str(error.get("message"))[:80])

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        """The properties of every kind of object that the token may read."""
        known: dict[str, set[str]] = {}
        for table_name, kind in _KINDS.items():
            try:
                known[table_name] = self._client.properties(kind, is_first=not known)
            except ScopeMissing:
                self._refuse(kind)
        return known

    def _set_aside(self, table_name: str) -> None:
        """An object that turned out not to be for this token is not known."""
        del self._known[table_name]
        self._refuse(_KINDS[table_name])

    def _refuse(self, kind: Kind) -> None:
        """Notice an object that may not be read; SourceUnreadable for deals."""
        refused = self._scope_missing(kind)
        if kind is _KINDS["deal"]:
            raise refused from None
        self.notices.append(refused.problem)

    def _scope_missing(self, kind: Kind | Whole) -> SourceUnreadable:
        return self._client.api.unreadable("hubspot_scope_missing", kind.scope, kind.name)

    @cached_property
    def _client(self) -> Client:
        token = secret(SYSTEM, "access_token")
        return Client(Api(self.connection.url, {"Authorization": f"Bearer {token}"}))

    @cached_property
    def _mirror(self) -> Mirror:
        """Of one portal: another token of it sees the same."""
        told = self._client.ask("/account-info/v3/details")
        return Mirror.of(self.context.mirrors, SYSTEM, self.name, str(told["portalId"]))


def _ends(
    association: Association, key: str, to: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    """A row for each type of an association, as a loader keeps them; one where there is none."""
    for end in to:
        for told in end.get("associationTypes") or [{}]:
            yield association.row(key, str(end["toObjectId"]), str(told.get("typeId", "")))


def _stages(client: Client) -> Iterator[dict[str, str]]:
    for pipeline in client.ask("/crm/v3/pipelines/deals")["results"]:
        for stage in pipeline["stages"]:
            told = stage.get("metadata", {})
            yield {
                "stage_id": stage["id"],
                "pipeline_id": pipeline["id"],
                "label": stage["label"],
                "probability": str(told.get("probability", "")),
                "is_closed": str(told.get("isClosed", "")).lower(),
            }


def _owners(client: Client) -> Iterator[dict[str, str]]:
    """Those who left too: their deals stay."""
    for archived in ("false", "true"):
        asked = {"limit": "500", "archived": archived}
        for page in client.pages("/crm/v3/owners", asked):
            for owner in page:
                yield {
                    "owner_id": str(owner["id"]),
                    "first_name": owner.get("firstName") or "",
                    "last_name": owner.get("lastName") or "",
                    "email": owner.get("email") or "",
                }


_WHOLE = {
    "deal_pipeline_stage": Whole("pipelines", "crm.objects.deals.read", _stages),
    "owner": Whole("owners", "crm.objects.owners.read", _owners),
}


def _numbered(name: str, rows: Iterable[Mapping[str, str]], table: Table) -> TextTable:
    """Rows that come whole, in the order of their key: numbers that no reading changes."""
    known = dict.fromkeys((column.name for column in table.columns), pl.String)
    told = [{column: row.get(column) or None for column in known} for row in rows]
    frame = pl.DataFrame(told, schema=known).unique().sort(table.key)
    return TextTable(name, frame.with_row_index(ROW, offset=1).cast({ROW: pl.Int64}))


def _slices(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[begin : begin + size] for begin in range(0, len(ids), size))


def _filter(name: str, operator: str, value: str) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": value}


def _millis(moment: datetime) -> str:
    return str(int(moment.replace(tzinfo=UTC).timestamp() * 1000))
