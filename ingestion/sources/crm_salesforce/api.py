"""Salesforce's tables over its own REST API: what changed since they were last read.

Data flow: names of tables and columns → fields that Salesforce describes → pages of SOQL by id,
kept in a mirror → rows as text, as a loader would have landed them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.places import Told
from ingestion.live.api import Api, secret
from ingestion.live.mirror import CHANGED, ID, Mirror
from ingestion.live.reading import Row, chunks_of, read_object
from ingestion.sources.crm_salesforce.rest import Rest
from ingestion.tabular.columns import Table
from ingestion.tabular.text_table import TextTable

SYSTEM = "crm_salesforce"

_STAMP = "SystemModstamp"
_PAGE = 2000  # rows that one answer holds at most
_SLICE = 200  # ids that fit the address of one question


@dataclass(frozen=True)
class Field:
    """A field as Salesforce describes it. What a formula yields may change with no stamp."""

    name: str
    kind: str
    is_calculated: bool


@dataclass(frozen=True)
class SalesforceObject:
    """One object in those of its fields that are read."""

    rest: Rest
    name: str
    fields: Mapping[str, Field]  # by column, the id and the stamp among them

    @property
    def columns(self) -> Sequence[str]:
        """Every column that Salesforce has a field for."""
        return list(self.fields)

    @property
    def shape(self) -> str:
        """The field of each column and its kind."""
        return json.dumps([[column, one.name, one.kind] for column, one in self.fields.items()])

    def changed(self, since: datetime | None) -> Iterator[Sequence[Row]]:
        """What was stamped since; all of it where a formula is among the fields."""
        if since is None or any(one.is_calculated for one in self.fields.values()):
            return self._pages(())
        return self._pages((f"{_STAMP} >= {since:%Y-%m-%dT%H:%M:%SZ}",))

    def count(self) -> int:
        """How many rows there are now, without those in the recycle bin."""
        return self.rest.count(self.name)

    def ids(self) -> set[str]:
        """The ids of all rows now."""
        pages = self._records(("Id",), ())
        return {str(record["Id"]) for records in pages for record in records}

    def of_ids(self, ids: Collection[str]) -> Iterator[Sequence[Row]]:
        """The rows with these ids, as many at a time as one question holds."""
        quoted = sorted(_quoted(one) for one in ids)
        for start in range(0, len(quoted), _SLICE):
            yield from self._pages((f"Id IN ({', '.join(quoted[start : start + _SLICE])})",))

    def _pages(self, clauses: tuple[str, ...]) -> Iterator[Sequence[Row]]:
        names = tuple(dict.fromkeys(one.name for one in self.fields.values()))
        for records in self._records(names, clauses):
            yield [self._row(record) for record in records]

    def _records(
        self, names: tuple[str, ...], clauses: tuple[str, ...]
    ) -> Iterator[Sequence[Mapping[str, Any]]]:
        """By id, never by a cursor alone: one that ends is taken up behind the last row.

        SourceUnreadable where a row comes twice: a server that repeats a page would never end.
        """
        last, seen = "", set[str]()
        while True:
            behind = (f"Id > {_quoted(last)}",) if last else ()
            soql = _soql(names, self.name, (*clauses, *behind))
            matching, count = 0, 0
            for answer in self.rest.batches(soql, self.name):
                matching, records = int(answer["totalSize"]), answer["records"]
                ids = [str(record["Id"]) for record in records]
                if len(set(ids)) < len(ids) or not seen.isdisjoint(ids):
                    raise self._repeats(last)
                if ids:
                    seen.update(ids)
                    last, count = ids[-1], count + len(ids)
                    yield records
            if count >= matching and matching < _PAGE:
                return
            if not count:
                raise self._repeats(last)

    def _repeats(self, last: str) -> SourceUnreadable:
        return SourceUnreadable(Problem("api_page_repeats", self.name, value=last))

    def _row(self, record: Mapping[str, Any]) -> Row:
        return {
            column: as_text(record.get(one.name), one.kind) for column, one in self.fields.items()
        }


@dataclass(frozen=True)
class SalesforceApi:
    """An organisation as one user sees it, as a place of tables."""

    rest: Rest
    url: str
    context: SourceContext
    found: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    def has(self, table_name: str) -> bool:
        """Whether Salesforce has such an object, and lets this user ask for it."""
        return self._described(table_name) is not None

    def rows(
        self, table_name: str, table: Table, columns: Collection[str], told: Told
    ) -> Iterator[TextTable]:
        """Every row that Salesforce holds now, of which only what changed was asked for."""
        described = self._described(table_name)
        assert described is not None
        live = SalesforceObject(
            self.rest, str(described["name"]), _fields(described, table, columns)
        )
        yield from chunks_of(live, read_object(live, self._mirror, told))

    def _described(self, table_name: str) -> dict[str, Any] | None:
        if table_name not in self.found:
            self.found[table_name] = self.rest.described(object_name(table_name))
        return self.found[table_name]

    @cached_property
    def _mirror(self) -> Mirror:
        return Mirror.of(self.context.mirrors, SYSTEM, self.url, self.rest.user)


def salesforce_api(
    connection: Connection, context: SourceContext, _notices: list[Problem]
) -> SalesforceApi:
    """The organisation at the address that is declared; SourceUnreadable without credentials."""
    client_id, client_secret = (secret(SYSTEM, name) for name in ("client_id", "client_secret"))
    rest = Rest(Api(connection.url), client_id, client_secret)
    return SalesforceApi(rest, connection.url, context)


def object_name(table_name: str) -> str:
    """`billing_period_item` is the object BillingPeriodItem."""
    return "".join(part.capitalize() for part in table_name.split("_"))


def _fields(
    described: Mapping[str, Any], table: Table, columns: Collection[str]
) -> dict[str, Field]:
    """The field of each column, as it is called or in snake case; SourceUnreadable without stamp.

    `months_c` is Months__c. Where two fields would be called alike neither is taken.
    """
    fields = [
        Field(told["name"], told["type"], bool(told.get("calculated")))
        for told in described["fields"]
        if re.fullmatch(r"\w+", told["name"], re.ASCII)
    ]
    exact = {one.name.lower(): one for one in fields}
    for needed in (ID, _STAMP):
        if needed.lower() not in exact:
            raise SourceUnreadable(Problem("column_missing", table.name, None, needed, needed))
    bare: dict[str, list[Field]] = {}
    for one in fields:
        bare.setdefault(_bare(one.name), []).append(one)
    found = {ID: exact[ID], CHANGED: exact[_STAMP.lower()]}
    for column in sorted({*columns} - {ID}):
        alike = bare.get(_bare(column), [])
        if column in exact:
            found[column] = exact[column]
        elif len(alike) == 1:
            found[column] = alike[0]
    return found


def _bare(name: str) -> str:
    return name.replace("_", "").lower()


def _soql(names: Sequence[str], object_: str, clauses: Sequence[str]) -> str:
    """A page of an object in the order of its ids. Every name is one that Salesforce told."""
    where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
    return f"SELECT {', '.join(names)} FROM {object_}{where} ORDER BY Id LIMIT {_PAGE}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def as_text(value: Any, kind: str) -> str | None:
    """A value as text: numbers exact, moments of UTC without saying so."""
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return f"{Decimal(value):f}"
        case str():
            return value.removesuffix("+0000") if kind == "datetime" else value
        case _:
            return json.dumps(value, default=str)
