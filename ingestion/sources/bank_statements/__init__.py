"""Statement files as banks send them, in the formats of the README, also inside a zip.

Data flow: folder → bytes of each file → statements and booked lines → schema `bank_statements`,
where they accumulate: a file that has left the folder was sent all the same. Layouts of tables that
are the firm's own stand in the folder `profiles` beside it.
Run alone: `python -m ingestion.sources.bank_statements FOLDER WORKING_FILE CURRENCIES_CSV`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
from ingestion.formats.detect import read_statements
from ingestion.formats.profile import TableProfile, read_profile
from ingestion.formats.statement import FileRefused, ParsedFile, Statement, StatementWarning
from ingestion.packed_rows import PackedRows
from ingestion.sources.bank_statements.tables import (
    LINE_NUMBER,
    STATEMENT_COLUMNS,
    STATEMENT_KEY,
    STATEMENTS,
    TRANSACTION_COLUMNS,
    TRANSACTIONS,
    StatementPlace,
    problem_of,
    quarantined,
    statement_row,
    transaction_row,
    unread_row,
)

SYSTEM = "bank_statements"
PROFILES = "profiles"
_bytes = partial(content_of, too_large="bank_file_too_large", unreadable="bank_file_unreadable")


@dataclass
class LandedFiles:
    """Rows of both tables, and what was set aside on the way."""

    statements: PackedRows = field(default_factory=lambda: PackedRows(STATEMENT_COLUMNS))
    transactions: PackedRows = field(default_factory=lambda: PackedRows(TRANSACTION_COLUMNS))
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True)
class StatementFolder:
    """A folder of statement files, read once."""

    location: Path | None
    context: SourceContext

    @cached_property
    def landed(self) -> LandedFiles:
        """Every file in the order of names; the same bytes under two names count once."""
        landed = LandedFiles()
        profiles = tuple(self._profiles(landed))
        names: dict[str, str] = {}
        for path in visible_files(self.location):
            name = path.relative_to(self.location or path.parent).as_posix()
            before = len(landed.transactions)
            try:
                self._read(path, name, names, profiles, landed)
            except FileRefused as refused:
                landed.ledger.files.append(refusal_of(refused, name))
            self.context.progress(name, len(landed.transactions) - before)
        return landed

    def _read(
        self,
        path: Path,
        name: str,
        names: dict[str, str],
        profiles: tuple[TableProfile, ...],
        landed: LandedFiles,
    ) -> None:
        """Read one file, unless its bytes came before under another of the names."""
        data = _bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        if first := names.get(sha256):
            landed.ledger.notices.append(Problem("bank_file_twice", name, value=first))
            return
        names[sha256] = name
        parsed = read_statements(data, profiles)
        del data  # of a large file, not beside its rows
        self._add(parsed, name, sha256, landed)

    def _profiles(self, landed: LandedFiles) -> Iterator[TableProfile]:
        """The firm's own layouts; one that is wrong is set aside as a file is, the others serve."""
        folder = self.location.parent / PROFILES if self.location else None
        for path in sorted(folder.glob("[!.]*")) if folder else ():
            if not path.is_file():
                continue
            name = f"{PROFILES}/{path.name}"
            if path.suffix.lower() not in (".yml", ".yaml"):
                landed.ledger.files.append(Problem("file_unknown", name, value=path.name))
                continue
            try:
                yield read_profile(_bytes(path), path.stem, is_own=True)
                landed.ledger.note(Content(name, "layout"), 0)
            except FileRefused as refused:
                landed.ledger.files.append(refusal_of(refused, name))

    def _add(self, parsed: ParsedFile, name: str, sha256: str, landed: LandedFiles) -> None:
        """Put the statements of one file into the tables; read = loaded + set aside."""
        read, loaded = 0, len(landed.transactions)
        for number, statement in enumerate(parsed.statements, start=1):
            place = StatementPlace(name, sha256, number)
            self._add_statement(statement, place, read, landed)
            read += len(statement.transactions) + len(statement.unread)
        if not parsed.statements:
            landed.ledger.note(Content(name, "nothing"), 0)
        loaded = len(landed.transactions) - loaded
        landed.ledger.counts.append(LoadCount(TRANSACTIONS, name, read, loaded, read - loaded))
        landed.ledger.notices += (
            Problem(warning.code, name, value=warning.value) for warning in parsed.noted
        )

    def _add_statement(
        self, statement: Statement, place: StatementPlace, lines_before: int, landed: LandedFiles
    ) -> None:
        landed.ledger.rows += (unread_row(line, place.file) for line in statement.unread)
        pending, set_aside = 0, len(statement.unread)
        for line_number, line in enumerate(statement.transactions, start=1):
            problem = problem_of(line, statement, self.context.currencies)
            if problem:
                row = quarantined(line, problem, place.file, lines_before + line_number)
                landed.ledger.rows.append(row)
                set_aside += not line.is_pending
                pending += line.is_pending
            else:
                row_of_line = transaction_row(line, statement, place, line_number)
                landed.transactions.append(row_of_line)
        if set_aside:
            warning = StatementWarning("bank_lines_set_aside", str(set_aside))
            statement = replace(statement, noted=(*statement.noted, warning))
        landed.statements.append(statement_row(statement, place))
        landed.ledger.note(
            Content(place.file, statement.kind, statement.format, statement.member),
            len(statement.transactions) + len(statement.unread),
            set_aside + pending,
        )
        # A statement's row has room for its gravest warning; the others are told as well.
        landed.ledger.notices += (
            Problem(warning.code, place.file, value=warning.value)
            for warning in statement.warnings[1:]
        )


def build_source(location: Path | None, context: SourceContext) -> Any:
    """The folder as a dlt source: statements and lines are merged by key and never taken away."""
    folder = StatementFolder(location, context)

    @dlt.source(name=SYSTEM)
    def bank_statements() -> Iterable[Any]:
        yield _resource(
            STATEMENTS, STATEMENT_COLUMNS, (STATEMENT_KEY,), lambda: folder.landed.statements
        )
        yield _resource(
            TRANSACTIONS,
            TRANSACTION_COLUMNS,
            (STATEMENT_KEY, LINE_NUMBER),
            lambda: folder.landed.transactions,
        )
        yield from ledger_resources(SYSTEM, lambda: folder.landed.ledger)

    return bank_statements()


def _resource(
    name: str,
    columns: Mapping[str, str],
    key: tuple[str, ...],
    rows: Callable[[], PackedRows],
) -> Any:
    def read() -> Iterable[Any]:
        yield from rows().tables()

    return dlt.resource(
        read,
        name=name,
        columns=columns_of(**columns),
        primary_key=key,
        write_disposition="merge",
        schema_contract=SCHEMA_CONTRACT,
    )
