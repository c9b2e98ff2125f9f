"""What every source keeps to: columns may grow, types may not; no row is lost in silence.

Data flow: file or API row → checked row, or `Problem` → tables of the system's schema.
Problems are codes and fields; who shows them words them from the catalogue `messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import dlt
from dlt.common.schema.typing import TSchemaContract, TTableSchemaColumns

from ingestion.connection import Location

# A new column is data nobody asked for yet: it is kept. A changed type is money misread: it stops.
SCHEMA_CONTRACT: TSchemaContract = {"tables": "evolve", "columns": "evolve", "data_type": "freeze"}

QUARANTINED_ROWS = "quarantined_rows"
QUARANTINED_FILES = "quarantined_files"
LOAD_COUNTS = "load_counts"
LOAD_NOTICES = "load_notices"
LOAD_CONTENTS = "load_contents"


def _untold(_file: str, _rows: int) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True)
class SourceContext:
    """What a source must be told by its caller."""

    currencies: Mapping[str, int]  # codes of ISO 4217 with their minor units
    progress: Callable[[str, int], None] = _untold  # hears the file and how many rows are read
    # Where a live source keeps what it read, to ask only for what changed; none: all is read anew.
    mirrors: Path | None = None


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input: its code in the catalogue, the place and the value."""

    code: str
    file: str
    row_number: int | None = None
    column_name: str | None = None
    value: str | None = None
    raw_row: str | None = None


@dataclass(frozen=True)
class LoadCount:
    """Rows of one file: read = loaded + quarantined, always."""

    table_name: str
    file: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int


@dataclass(frozen=True)
class Content:
    """What a file, or a member of a zip, was read as: a kind of the catalogue's `content_…`."""

    file: str
    kind: str
    detail: str | None = None  # the format, with the type of a document
    member: str | None = None


@dataclass
class ContentCount:
    """How often a content was found, and its rows: those read, and those of them set aside."""

    found: int = 0
    rows_read: int = 0
    rows_quarantined: int = 0


@dataclass
class Ledger:
    """What a source set aside, what it counted and what it noticed while it was read."""

    rows: list[Problem] = field(default_factory=list)
    files: list[Problem] = field(default_factory=list)
    counts: list[LoadCount] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    contents: dict[Content, ContentCount] = field(default_factory=dict)
    # Of large tables, which may be wrong from top to bottom: told one by one.
    later_rows: list[Callable[[], Iterable[Problem]]] = field(default_factory=list)

    def all_rows(self) -> Iterator[Problem]:
        """Every row set aside."""
        yield from self.rows
        for rows in self.later_rows:
            yield from rows()

    def note(self, content: Content, rows: int, set_aside: int = 0) -> None:
        """A content was found, with so many rows."""
        count = self.contents.setdefault(content, ContentCount())
        count.found += 1
        count.rows_read += rows
        count.rows_quarantined += set_aside


class SourceUnreadable(Exception):
    """A table or a source that cannot be read as a whole: the run stops, the old marts stay."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, problem.file, problem.column_name, problem.value)
        self.problem = problem


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, each once: causes that libraries set may go in a circle."""
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


class SourcePackage(Protocol):
    """The shape of every package below `ingestion/sources/`."""

    SYSTEM: str

    def build_source(self, location: Location | None, context: SourceContext) -> Any:
        """The dlt source; with no location every table is landed empty."""


def columns_of(**data_types: str) -> TTableSchemaColumns:
    """dlt column hints from `name="text"`; decimals are frozen at DECIMAL(38,16)."""
    return {
        name: {"name": name, "data_type": data_type, "nullable": True}  # type: ignore[typeddict-item]
        if data_type != "decimal"
        else {
            "name": name,
            "data_type": "decimal",
            "precision": 38,
            "scale": 16,
            "nullable": True,
        }
        for name, data_type in data_types.items()
    }


_ROWS_AT_ONCE = 10_000
_ROW_COLUMNS = columns_of(
    source="text",
    file="text",
    row_number="bigint",
    column_name="text",
    reason_code="text",
    value="text",
    raw_row="text",
)
_FILE_COLUMNS = columns_of(source="text", file="text", reason_code="text", value="text")
_NOTICE_COLUMNS = columns_of(
    source="text", file="text", column_name="text", reason_code="text", value="text"
)
_COUNT_COLUMNS = columns_of(
    table_name="text",
    file="text",
    rows_read="bigint",
    rows_loaded="bigint",
    rows_quarantined="bigint",
)

_CONTENT_COLUMNS = columns_of(
    file="text",
    member="text",
    kind="text",
    detail="text",
    found="bigint",
    rows_read="bigint",
    rows_quarantined="bigint",
)


def _resource(
    name: str, columns: TTableSchemaColumns, rows: Callable[[], Iterable[dict[str, Any]]]
) -> Any:
    def read() -> Iterable[Any]:
        yield dlt.mark.materialize_table_schema()
        left = iter(rows())
        while some := list(islice(left, _ROWS_AT_ONCE)):
            yield some

    return dlt.resource(
        read,
        name=name,
        columns=columns,
        write_disposition="replace",
        schema_contract=SCHEMA_CONTRACT,
        # Else each row becomes a line of SQL: slow, and much memory where many are set aside.
        file_format="parquet",
    )


def ledger_resources(system: str, ledger: Callable[[], Ledger]) -> list[Any]:
    """The resources `quarantined_rows`, `quarantined_files` and those that begin with `load_`.

    dlt extracts resources in no promised order: `ledger` is called then, and must first read all.
    """

    def rows() -> Iterable[dict[str, Any]]:
        for problem in ledger().all_rows():
            row = asdict(problem)
            yield {"source": system, "reason_code": row.pop("code"), **row}

    def files() -> Iterable[dict[str, Any]]:
        for problem in ledger().files:
            yield {
                "source": system,
                "file": problem.file,
                "reason_code": problem.code,
                "value": problem.value,
            }

    def counts() -> Iterable[dict[str, Any]]:
        return (asdict(count) for count in ledger().counts)

    def notices() -> Iterable[dict[str, Any]]:
        for notice in ledger().notices:
            yield {
                "source": system,
                "file": notice.file,
                "column_name": notice.column_name,
                "reason_code": notice.code,
                "value": notice.value,
            }

    def contents() -> Iterable[dict[str, Any]]:
        for content, count in ledger().contents.items():
            yield asdict(content) | asdict(count)

    return [
        _resource(QUARANTINED_ROWS, _ROW_COLUMNS, rows),
        _resource(QUARANTINED_FILES, _FILE_COLUMNS, files),
        _resource(LOAD_COUNTS, _COUNT_COLUMNS, counts),
        _resource(LOAD_NOTICES, _NOTICE_COLUMNS, notices),
        _resource(LOAD_CONTENTS, _CONTENT_COLUMNS, contents),
    ]
