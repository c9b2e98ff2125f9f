"""A vendor's tables: each checked as a file is, and what was left out.

Data flow: folder or schema of another loader, or the vendor's own API, as a `Place` → rows that the
vendor still has → checked tables → the system's schema.
Only the columns that are declared are read: the others stay where they are, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import dlt
import polars as pl

from ingestion.connection import Connection, Location
from ingestion.contracts import Ledger, Problem, SourceContext, SourceUnreadable, ledger_resources
from ingestion.existing.border import bordered, is_true
from ingestion.existing.places import Place, place_of
from ingestion.live.declared import declared_resource
from ingestion.tabular.checks import CheckedTable, check_table
from ingestion.tabular.columns import Table, declare_table
from ingestion.tabular.landing import ledger_of, table_resource
from ingestion.tabular.text_table import ROW, TextTable

# How Fivetran and Stitch say that the vendor deleted a row, and that it is a version of before.
_DELETED = ("_fivetran_deleted", "is_deleted", "_sdc_deleted")
_ACTIVE = "_fivetran_active"
_CURRENCY = "currency"
_DECLARED = "declared_"


@dataclass(frozen=True)
class Reference:
    """A column that names a row of another table by one of its columns; of one of several."""

    column: str
    targets: tuple[tuple[str, str], ...]  # table, column


@dataclass(frozen=True)
class LoadedTable:
    """A table as the loader calls it, or called it in another version, and what it refers to."""

    table: Table
    is_optional: bool
    names: tuple[str, ...]
    references: tuple[Reference, ...]


def loaded_table(
    name: str,
    key: str,
    columns: str,
    *,
    is_optional: bool = False,
    other_names: str = "",
    references: str = "",
) -> LoadedTable:
    """A table from its columns as `declare_table` has them, and `column=table.target|…`."""
    return LoadedTable(
        declare_table(name, key, columns),
        is_optional,
        (name, *other_names.split()),
        tuple(_reference(text) for text in references.split()),
    )


def _reference(text: str) -> Reference:
    column, _, others = text.partition("=")
    targets = (other.partition(".") for other in others.split("|"))
    return Reference(column, tuple((table, target) for table, _, target in targets))


@dataclass(frozen=True)
class Vendor:
    """A system by its name here, its schema where nobody says another, its tables and options.

    A company has fields of its own: which of them holds a start or a term it declares in options
    such as `deal_fields`. A role `start` of them is read into the table's column `declared_start`.
    """

    system: str
    schema: str
    tables: Sequence[LoadedTable]
    prefixes: tuple[str, ...] = ()  # before the names of files
    declared: tuple[str, ...] = ()  # options that the mapping reads
    fields: Mapping[str, str] = field(default_factory=dict)  # option → table whose fields it names
    field_prefix: str = ""  # before a field's name in the loader's tables
    api: Callable[[Connection, SourceContext, list[Problem]], Place] | None = None


@dataclass(frozen=True)
class ExistingSchema:
    """One vendor's tables, read once."""

    vendor: Vendor
    connection: Connection | None
    context: SourceContext
    notices: list[Problem] = field(default_factory=list)

    @cached_property
    def tables(self) -> dict[str, CheckedTable]:
        """Every table by name; SourceUnreadable where one is missing that must be there."""
        self._require_currency()
        return {loaded.table.name: self._checked(loaded) for loaded in self.vendor.tables}

    @cached_property
    def ledger(self) -> Ledger:
        """Rows set aside, rows counted, what was left out, what is not there, and orphans."""
        ledger = ledger_of(self.tables.values(), [])
        ledger.notices += [*self._undeclared(), *self.notices, *self._orphans()]
        return ledger

    def resources(self) -> Iterator[Any]:
        """Each table as it is now, what the company declares, and the ledger."""
        for loaded in self.vendor.tables:
            yield table_resource(loaded.table, partial(self._table, loaded.table.name))
        yield declared_resource(self.connection, self.vendor.declared)
        yield from ledger_resources(self.vendor.system, lambda: self.ledger)

    @cached_property
    def _place(self) -> Place:
        assert self.connection is not None
        options = self.connection.options
        if "url" in options and self.vendor.api:
            return self.vendor.api(self.connection, self.context, self.notices)
        schema = options.get("schema", self.vendor.schema)
        return place_of(options["existing_schema"], schema, self.vendor.prefixes)

    def _require_currency(self) -> None:
        told = self.connection.options.get(_CURRENCY) if self.connection else None
        if told is not None and told not in self.context.currencies:
            raise SourceUnreadable(
                Problem("existing_currency_unknown", self._place.name, None, _CURRENCY, told)
            )

    def _undeclared(self) -> Iterator[Problem]:
        """A currency that the company could have declared: another stands for it."""
        if self.connection is None:
            return
        if _CURRENCY in self.vendor.declared and _CURRENCY not in self.connection.options:
            yield Problem("existing_undeclared_currency", self._place.name, None, _CURRENCY)

    def _table(self, name: str) -> CheckedTable:
        return self.tables[name]

    def _checked(self, loaded: LoadedTable) -> CheckedTable:
        chunks = self._chunks(loaded) if self.connection else iter(())
        return check_table(loaded.table, chunks, self.context.currencies)

    def _chunks(self, loaded: LoadedTable) -> Iterator[TextTable]:
        """The rows that the vendor still has; how many it has no more is noticed."""
        name = next((name for name in loaded.names if self._place.has(name)), None)
        if name is None:
            self._lacks(loaded)
            return
        fields = self._fields(loaded)
        found: dict[str, set[str]] = {}
        deleted: dict[str, int] = {}
        past: dict[str, int] = {}
        columns = {*fields.values(), *_DELETED, _ACTIVE}
        rows = self._place.rows(name, loaded.table, columns, self.context.progress)
        for chunk in rows:
            self._require_declared(chunk, fields)
            gone = _gone(chunk.frame)
            ended = _ended(chunk.frame, gone)
            deleted[chunk.file] = deleted.get(chunk.file, 0) + int(gone.sum())
            past[chunk.file] = past.get(chunk.file, 0) + int(ended.sum())
            present = {column: name for column, name in fields.items() if name in chunk.frame}
            found.setdefault(chunk.file, set()).update(present)
            kept = chunk.frame.filter(~(gone | ended))
            named = kept.select(
                *([ROW] if ROW in kept.columns else []),
                *(pl.col(name).alias(column) for column, name in present.items()),
            )
            frame = bordered(named, loaded.table)
            yield TextTable(chunk.file, frame, chunk.unreadable_rows, chunk.notices)
        self._notice_columns(loaded, found)
        self._notice_counts("existing_rows_deleted", deleted)
        self._notice_counts("existing_rows_past", past)

    def _fields(self, loaded: LoadedTable) -> dict[str, str]:
        """Each column with the name that it has in the loader's table; those declared of it."""
        declared = {
            f"{_DECLARED}{role}": f"{self.vendor.field_prefix}{name}".lower()
            for option, table_name in self.vendor.fields.items()
            if table_name == loaded.table.name and self.connection
            for role, name in self.connection.options.get(option, {}).items()
        }
        own = (column.name for column in loaded.table.columns)
        return {name: name for name in own if not name.startswith(_DECLARED)} | declared

    def _require_declared(self, chunk: TextTable, fields: Mapping[str, str]) -> None:
        """A declared field is one: terms that nobody reads would look like terms that are not."""
        for column, name in fields.items():
            if column.startswith(_DECLARED) and name not in chunk.frame.columns:
                raise SourceUnreadable(Problem("existing_field_unknown", chunk.file, None, name))

    def _lacks(self, loaded: LoadedTable) -> None:
        """Notice a table that is not there; SourceUnreadable where nothing goes without."""
        name = loaded.table.name
        if not loaded.is_optional:
            raise SourceUnreadable(Problem("existing_table_missing", self._place.name, value=name))
        self.notices.append(Problem("existing_table_absent", self._place.name, value=name))

    def _notice_columns(self, loaded: LoadedTable, found: dict[str, set[str]]) -> None:
        for file, present in found.items():
            self.notices.extend(
                Problem("column_absent", file, None, column.name, column.name)
                for column in loaded.table.columns
                if column.is_nullable
                and column.name not in present
                and not column.name.startswith(_DECLARED)
            )

    def _notice_counts(self, code: str, counts: dict[str, int]) -> None:
        self.notices.extend(
            Problem(code, file, value=str(count)) for file, count in counts.items() if count
        )

    def _orphans(self) -> Iterator[Problem]:
        """How many rows name one that is not there: they load, and stand as orphans."""
        for loaded in self.vendor.tables:
            for reference in loaded.references:
                own = _values(self.tables[loaded.table.name], reference.column)
                there = pl.concat(
                    _values(self.tables[name], column) for name, column in reference.targets
                )
                lost = int((~own.is_in(there.unique().implode())).sum())
                names = ", ".join(name for name, _ in reference.targets)
                if lost:
                    yield Problem(
                        "existing_rows_orphaned",
                        loaded.table.name,
                        None,
                        reference.column,
                        f"{lost} / {own.len()} → {names}",
                    )


def _gone(frame: pl.DataFrame) -> pl.Series:
    """Which rows the vendor deleted."""
    markers = [frame.select(is_true(name)).to_series() for name in _DELETED if name in frame]
    gone = pl.Series([False]).new_from_index(0, frame.height)
    for marker in markers:
        gone |= marker
    return gone


def _ended(frame: pl.DataFrame, gone: pl.Series) -> pl.Series:
    """Which of the others are versions of before."""
    if _ACTIVE not in frame.columns:
        return pl.Series([False]).new_from_index(0, frame.height)
    is_active = is_true(_ACTIVE) | pl.col(_ACTIVE).is_null()
    return ~frame.select(is_active).to_series() & ~gone


def _values(checked: CheckedTable, column: str) -> pl.Series:
    """Every value of a column that has one."""
    return pl.concat([frame[column].drop_nulls() for frame in checked.frames()])


def existing_source(vendor: Vendor, location: Location | None, context: SourceContext) -> Any:
    """A vendor's tables as a dlt source: a snapshot that replaces the last."""
    connection = location if isinstance(location, Connection) else None
    schema = ExistingSchema(vendor, connection, context)

    @dlt.source(name=vendor.system)
    def existing() -> Any:
        yield from schema.resources()

    return existing()
