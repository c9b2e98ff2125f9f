"""The files of a folder as a source reads them: which ones, their bytes, how a refusal is told.

Data flow: folder → paths in the order of names → bytes of each, or `FileRefused` → `Problem`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from ingestion.contracts import Problem
from ingestion.formats.statement import FileRefused

MAX_BYTES = 256 * 1024 * 1024


def visible_files(folder: Path | None, root: Path | None = None) -> list[Path]:
    """Every file below the folder; it need not be there, and below `root` hidden files are none."""
    if folder is None or not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(root or folder).parts)
    ]


def name_in(root: Path, path: Path) -> str:
    """What a file is called in messages: its path as from the folder that was given."""
    return path.relative_to(root).as_posix()


def unknown_files(root: Path, paths: Iterable[Path], known: Container[Path]) -> list[Problem]:
    """Of these files, those that belong to no table: reported, and not read."""
    return [
        Problem("file_unknown", name_in(root, path), value=path.name)
        for path in paths
        if path not in known
    ]


def content_of(path: Path, *, too_large: str, unreadable: str) -> bytes:
    """The bytes of a file; FileRefused with one of the codes where it is not to be read."""
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise FileRefused(too_large, str(size))
        return path.read_bytes()
    except OSError as error:
        raise FileRefused(unreadable, error.strerror or "") from error


def refusal_of(refused: FileRefused, name: str) -> Problem:
    """A file set aside; the line number goes with the value, as `14: 12..34`."""
    value = " ".join(refused.value.split())
    if refused.line_number is not None:
        value = f"{refused.line_number}: {value}"
    return Problem(refused.code, name, value=value)
