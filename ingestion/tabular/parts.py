"""Finds the parts of a table's file: the file itself, what a gz holds, each file in a zip.

Data flow: path → `Part`s with the name to call them by and a way to open their bytes as a stream.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ingestion.formats.archive import entries, open_entry, open_gzip
from ingestion.formats.statement import FileRefused

GZIP, ZIP = ".gz", ".zip"
WORKBOOKS = (".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True)
class Part:
    """One table file: its name in messages, the suffix that says its format, and its bytes."""

    name: str
    suffix: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]


def parts_of(path: Path, name: str) -> list[Part]:
    """The parts of the file at `path`, called `name`; FileRefused where it cannot be unpacked."""
    match path.suffix.lower():
        case ".gz":
            inner = PurePosixPath(path.stem).suffix.lower()
            if inner in (GZIP, ZIP):
                raise FileRefused("bank_zip_nested", path.stem)
            return [Part(name, inner, partial(open_gzip, path))]
        case ".zip":
            return [_entry(path, name, entry) for entry in entries(path)]
        case suffix:
            return [Part(name, suffix, partial(_open, path))]


def _entry(path: Path, name: str, entry: str) -> Part:
    suffix = PurePosixPath(entry).suffix.lower()
    if suffix in (GZIP, ZIP):
        raise FileRefused("bank_zip_nested", entry)
    return Part(f"{name}/{entry}", suffix, partial(open_entry, path, entry))


def without_suffixes(path: Path) -> Path:
    """The path of a file without what says its format and packing: `invoices.csv.gz`."""
    return (path.with_suffix("") if path.suffix.lower() == GZIP else path).with_suffix("")


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
