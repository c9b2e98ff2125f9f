"""What every file of a drop is, in words: one line each, those that nobody reads too.

Data flow: `load_contents` and `load_counts` of what was landed, refusals and the folder → lines.
What a file is, the reader said that read it: nothing is looked into a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingestion.connection import Location
from ingestion.contracts import (
    LOAD_CONTENTS,
    LOAD_COUNTS,
    LOAD_NOTICES,
    QUARANTINED_FILES,
)
from ingestion.files import visible_files
from ingestion.sources.bank_statements import PROFILES
from ingestion.sources.file_drop.tables import TABLES
from ingestion.tabular.dialect import FILE_NAMES
from orchestration.lib.messages import Messages
from orchestration.lib.tables import aligned
from orchestration.settings import BANK_STATEMENTS, ERP_EINVOICES, FILE_DROP, RATES_FILES

# Names of formats, families and publishers as people write them.
_NAMES = {
    "mt940": "MT940",
    "mt942": "MT942",
    "ofx": "OFX",
    "bai2": "BAI2",
    "norma43": "Norma 43",
    "coda": "CODA",
    "cnab240": "CNAB 240",
    "cnab400": "CNAB 400",
    "fintoc": "Fintoc",
    "open_banking": "open banking",
    "ubl": "UBL",
    "cii": "CII",
    "cl_dte": "DTE",
    "mx_cfdi": "CFDI",
    "it_fatturapa": "FatturaPA",
    "br_nfe": "NF-e",
    "cl_rcv": "RCV",
    "cl_aec": "AEC",
    "bcentral": "Banco Central (CL)",
    "ecb": "ECB",
}
_UNITS = {
    BANK_STATEMENTS: "cli_unit_lines",
    ERP_EINVOICES: "cli_unit_documents",
    RATES_FILES: "cli_unit_values",
}
# Refusals that say that nobody knows what the file is, and not what is wrong with it.
_UNKNOWN = ("file_unknown", "format_unknown", "root_unknown")
_LONGEST = 38  # of a file's name, so that a line has room on 120 columns


@dataclass(frozen=True)
class FileContent:
    """One content of one file; no numbers where nothing of it was read."""

    file: str  # as from the drop, where it lies in there
    kind: str
    detail: str = ""
    unit: str = ""
    found: int = 1
    rows_read: int | None = None
    rows_quarantined: int = 0


def contents_of(
    connection: duckdb.DuckDBPyConnection, sources: Mapping[str, Location]
) -> list[FileContent]:
    """Every content of every file or live object, in the order of their names."""
    drop = sources.get(FILE_DROP)
    assert drop is None or isinstance(drop, Path)
    found = [
        content
        for system, location in sources.items()
        for content in _landed(connection, system, location, drop)
    ]
    # A file that holds others is read where they are: `invoices.zip/january.csv`.
    read = {
        parent.as_posix()
        for content in found
        for name in (Path(content.file.partition(" › ")[0]),)
        for parent in (name, *name.parents)
    }
    for path in visible_files(drop):
        if (name := _shown(path, drop)) not in read:
            kind = "dialects" if path.name in FILE_NAMES and path.parent == drop else "unread"
            found.append(FileContent(name, kind))
    return sorted(found, key=lambda content: (content.file, content.kind, content.detail))


def _landed(
    connection: duckdb.DuckDBPyConnection, system: str, location: Location, drop: Path | None
) -> Iterator[FileContent]:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query.format(system=system)).fetchall()

    def shown(file: str) -> str:
        if not isinstance(location, Path):
            return f"{system} › {file}"
        # A firm's own layouts lie beside the folder of its statements.
        is_beside = file.startswith(f"{PROFILES}/") and not (location / file).exists()
        return _shown((location.parent if is_beside else location) / file, drop)

    unit = _UNITS.get(system, "cli_unit_rows")
    told: set[str] = set()
    for file, member, *content in rows(
        f"select file, member, kind, detail, found, rows_read, rows_quarantined"
        f" from {{system}}.{LOAD_CONTENTS}"
    ):
        kind, detail, count, read, quarantined = content
        name = f"{shown(file)} › {member}" if member else shown(file)
        told.add(file)
        yield FileContent(name, kind, detail or "", unit, count, read, quarantined)
    paths = {table.name: table.path for table in TABLES}
    for file, table, read, quarantined in rows(
        f"select file, table_name, rows_read, rows_quarantined from {{system}}.{LOAD_COUNTS}"
    ):
        if file not in told:
            detail = paths.get(table, table)
            yield FileContent(shown(file), "table", detail, unit, 1, read, quarantined)
    for file, code in rows(f"select file, reason_code from {{system}}.{QUARANTINED_FILES}"):
        yield FileContent(shown(file), "unknown" if code.endswith(_UNKNOWN) else "refused")
    for (file,) in rows(
        f"select file from {{system}}.{LOAD_NOTICES} where reason_code like '%_file_twice'"
    ):
        yield FileContent(shown(file), "twice")


def _shown(path: Path, drop: Path | None) -> str:
    """The path as from the drop; whole where it lies elsewhere."""
    return path.relative_to(drop).as_posix() if drop and path.is_relative_to(drop) else str(path)


def lines_of(contents: list[FileContent], messages: Messages) -> list[str]:
    """One line for each content, under a heading."""
    heading = ("cli_file", "cli_content", "cli_read", "cli_would_load", "cli_would_quarantine",
               "cli_unit")  # fmt: skip
    rows = [tuple(messages.text(code) for code in heading)]
    rows += (
        (_short(one.file), _words(one, messages), *_numbers(one, messages)) for one in contents
    )
    return aligned(rows, texts=2)


def _words(content: FileContent, messages: Messages) -> str:
    """`DTE 33 invoice`, `3 × MT940 statement`."""
    family, _, type_code = content.detail.partition(" ")
    detail = " ".join(part for part in (_NAMES.get(family, family), type_code) if part)
    words = messages.text(f"content_{content.kind}", detail=detail)
    is_many = content.found > 1 and content.unit == "cli_unit_lines"
    return f"{content.found} × {words}" if is_many else words


def _numbers(content: FileContent, messages: Messages) -> tuple[str, str, str, str]:
    if content.rows_read is None:
        return "-", "-", "-", ""
    loaded = content.rows_read - content.rows_quarantined
    numbers = (content.rows_read, loaded, content.rows_quarantined)
    read, would_load, quarantined = (messages.number(number) for number in numbers)
    return read, would_load, quarantined, messages.text(content.unit)


def _short(name: str) -> str:
    """A long name by its end: there it differs from others."""
    return name if len(name) <= _LONGEST else f"…{name[1 - _LONGEST :]}"
