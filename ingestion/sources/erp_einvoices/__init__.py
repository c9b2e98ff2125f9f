"""E-invoices as the tax office has them, and its registers: an ERP made of what was issued.

Data flow: folders of files → bytes of each → documents, assignments, register rows → one of each
document → schema `erp_einvoices`, a snapshot of what lies in the folders.
Run alone: `python -m ingestion.sources.erp_einvoices DROP WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import dlt

from ingestion.contracts import (
    SCHEMA_CONTRACT,
    Content,
    Ledger,
    LoadCount,
    Problem,
    SourceContext,
    columns_of,
    ledger_resources,
)
from ingestion.files import content_of, refusal_of, visible_files
from ingestion.folders import EINVOICES_FOLDER, REGISTERS_FOLDER
from ingestion.formats.einvoices.checks import is_rut
from ingestion.formats.einvoices.detect import read_einvoices
from ingestion.formats.einvoices.document import Einvoice, ParsedEinvoices, RegisterRow
from ingestion.formats.statement import FileRefused
from ingestion.packed_rows import PackedRows
from ingestion.sources.erp_einvoices.tables import (
    DOCUMENTS,
    ISSUED,
    RECEIVED,
    TABLES,
    Place,
    assignment_row,
    document_rows,
    problem_of,
    quarantined,
    register_row,
)

SYSTEM = "erp_einvoices"
_bytes = partial(
    content_of, too_large="einvoice_file_too_large", unreadable="einvoice_file_unreadable"
)
_RUT = re.compile(r"(?<![0-9])([0-9]{7,8})-([0-9Kk])(?![0-9A-Za-z])")
# What the buyer said last counts: a row without an answer was exported before it came.
_RESPONSES = ("rejected", "accepted", None)


@dataclass
class LandedFiles:
    """Rows of every table, and what was set aside on the way."""

    tables: dict[str, PackedRows] = field(
        default_factory=lambda: {name: PackedRows(columns) for name, columns in TABLES.items()}
    )
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True)
class _Found:
    """One document or register row, where it stands, and what tells it from others."""

    thing: Einvoice | RegisterRow
    place: Place
    owner: str | None = None

    @property
    def content(self) -> Content:
        """What its file holds in it."""
        if isinstance(self.thing, RegisterRow):
            kind, detail = f"{self.thing.register}_register", "cl_rcv"
        else:
            kind, detail = self.thing.kind, f"{self.thing.family} {self.thing.type_code}"
        return Content(self.place.file, kind, detail, self.thing.member)


@dataclass(frozen=True)
class EinvoiceFolder:
    """A drop's folders of e-invoices and registers, or one folder of them, read once."""

    location: Path | None
    context: SourceContext

    @cached_property
    def landed(self) -> LandedFiles:
        """Every file in the order of names; a document that several files hold counts once."""
        landed = LandedFiles()
        found: list[_Found] = []
        read: dict[str, int] = {}
        names: dict[str, str] = {}
        for path in self._paths():
            name = path.relative_to(self.location or path.parent).as_posix()
            try:
                data = _bytes(path)
                sha256 = hashlib.sha256(data).hexdigest()
                if first := names.get(sha256):
                    landed.ledger.notices.append(Problem("einvoice_file_twice", name, value=first))
                    continue
                names[sha256] = name
                parsed = read_einvoices(data)
            except FileRefused as refused:
                landed.ledger.files.append(refusal_of(refused, name))
                continue
            if parsed.register_rows and _owner(name) is None:
                unknown = Problem("einvoice_register_owner_unknown", name, value=name)
                landed.ledger.notices.append(unknown)
            things = list(_things(parsed, name, sha256, self._direction(path)))
            found += things
            read[name] = len(things) + len(parsed.assignments)
            for number, one in enumerate(parsed.assignments, start=1):
                row = assignment_row(one, Place(name, sha256, number, ISSUED))
                landed.tables["assignments"].append(row)
                landed.ledger.note(Content(name, "assignment", "cl_aec", one.member), 1)
            self.context.progress(name, read[name])
        _land(found, landed, self.context)
        landed.ledger.counts += _counts(read, landed.ledger.rows)
        return landed

    def _paths(self) -> list[Path]:
        """Every file of the folders; a drop need not have them, and hidden files are no files."""
        if self.location is None or not self.location.is_dir():
            return []
        parts = [self.location / part for part in (EINVOICES_FOLDER, REGISTERS_FOLDER)]
        folders = [folder for folder in parts if folder.is_dir()] or [self.location]
        return [path for folder in folders for path in visible_files(folder, self.location)]

    def _direction(self, path: Path) -> str:
        """A document below a folder `received` is a supplier's; any other was issued by us."""
        assert self.location is not None
        folders = path.relative_to(self.location).parts[:-1]
        return RECEIVED if RECEIVED in folders else ISSUED


def _things(parsed: ParsedEinvoices, name: str, sha256: str, direction: str) -> Iterator[_Found]:
    for number, document in enumerate(parsed.documents, start=1):
        yield _Found(document, Place(name, sha256, number, direction))
    owner = _owner(name)
    for number, row in enumerate(parsed.register_rows, start=1):
        yield _Found(row, Place(name, sha256, number, direction), owner)


def _owner(name: str) -> str | None:
    """The RUT in the name of a file or folder: `20260131-1` looks like one, its digit tells."""
    for found in _RUT.finditer(name):
        if is_rut(found[0]):
            return found[0].upper()
    return None


def _land(found: list[_Found], landed: LandedFiles, context: SourceContext) -> None:
    """Each into its tables, or aside: unusable, the same again, or at odds with another."""
    usable: dict[str, list[_Found]] = {}
    for one in found:
        problem = (
            one.thing.problem
            if isinstance(one.thing, RegisterRow)
            else problem_of(one.thing, context.currencies)
        )
        landed.ledger.note(one.content, 1)
        if problem:
            _set_aside(one, problem, landed.ledger)
        else:
            usable.setdefault(_identity(one), []).append(one)
    for identity, group in usable.items():
        for other in _settled(identity, group, landed.ledger):
            _add(other, landed)


def _identity(one: _Found) -> str:
    if isinstance(one.thing, RegisterRow):
        return str(register_row(one.thing, one.place, one.owner)["register_row_id"])
    return one.thing.identity or one.place.key


def _settled(identity: str, group: list[_Found], ledger: Ledger) -> list[_Found]:
    """The one that counts of those with one identity; none where they state other amounts."""
    ways = {_stated(one) for one in group}
    if len(ways) > 1:
        # Neither is taken on trust: which one is right, only a person can find out.
        for one in group:
            others = ", ".join(sorted({other.place.file for other in group} - {one.place.file}))
            problem = ("einvoice_conflict", "total", f"{identity} ({others or one.place.file})")
            _set_aside(one, problem, ledger)
        return []
    first, *rest = sorted(group, key=_rank)
    for one in rest:
        problem = ("einvoice_twice", "document_id", f"{identity} ({first.place.file})")
        _set_aside(one, problem, ledger)
    return [first]


def _set_aside(one: _Found, problem: tuple[str, str, str], ledger: Ledger) -> None:
    ledger.rows.append(quarantined(one.thing, problem, one.place))
    ledger.contents[one.content].rows_quarantined += 1


def _stated(one: _Found) -> tuple[Any, ...]:
    """What two copies must agree in."""
    if isinstance(one.thing, RegisterRow):
        row = one.thing
        return (row.issued_on, row.counterparty_tax_id, row.exempt, row.net, row.tax, row.total)
    return (one.thing.issued_on, *one.thing.amounts)


def _rank(one: _Found) -> int:
    return _RESPONSES.index(one.thing.response) if isinstance(one.thing, RegisterRow) else 0


def _add(one: _Found, landed: LandedFiles) -> None:
    if isinstance(one.thing, RegisterRow):
        row = register_row(one.thing, one.place, one.owner)
        landed.tables["register_rows"].append(row)
    else:
        for name, rows in document_rows(one.thing, one.place).items():
            landed.tables[name].extend(rows)
    # A document's row has room for its gravest warning; the others are told as well.
    landed.ledger.notices += (
        Problem(warning.code, one.place.file, value=warning.value) for warning in one.thing.warnings
    )


def _counts(read: dict[str, int], set_aside: list[Problem]) -> Iterator[LoadCount]:
    """Per file: documents, assignments and register rows read = loaded + set aside."""
    aside: dict[str, int] = {}
    for problem in set_aside:
        aside[problem.file] = aside.get(problem.file, 0) + 1
    for name, count in read.items():
        lost = aside.get(name, 0)
        yield LoadCount(DOCUMENTS, name, count, count - lost, lost)


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The folders as a dlt source: a snapshot that replaces the last."""
    folder = EinvoiceFolder(location, context)

    @dlt.source(name=SYSTEM)
    def erp_einvoices() -> Iterable[Any]:
        for name in TABLES:
            yield _resource(name, folder)
        yield from ledger_resources(SYSTEM, lambda: folder.landed.ledger)

    return erp_einvoices()


def _resource(name: str, folder: EinvoiceFolder) -> Any:
    def read() -> Iterable[Any]:
        yield from folder.landed.tables[name].tables()

    return dlt.resource(
        read,
        name=name,
        columns=columns_of(**TABLES[name]),
        write_disposition="replace",
        schema_contract=SCHEMA_CONTRACT,
    )
