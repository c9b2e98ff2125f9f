"""Opens what is packed, a zip, a gz or a workbook, which is a zip too, without trusting it.

Data flow: bytes of a zip → (name, bytes) of each member, or `FileRefused`; a large table is read
as a stream instead. All that unpacks is counted while it does: what a zip claims is not believed.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

from ingestion.formats.statement import FileRefused

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
MAX_ENTRIES = 1_000
MAX_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200  # text of statements packs some 10 to 50 times
_CHUNK = 1024 * 1024
# What zipfile raises where a zip is damaged, has a password or is packed in a way it lacks.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin as a zip does and are no workbook."""
    return data.startswith(SIGNATURES) and not is_workbook(data)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip that holds the parts of an Excel workbook."""
    if not data.startswith(SIGNATURES):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _BROKEN:
        return False


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file in the zip by name; FileRefused where one is another zip, too much or broken."""
    is_empty = True
    for name, content in _unpacked(data, _is_content):
        is_empty = False
        if is_archive(content):
            raise FileRefused("bank_zip_nested", name)
        yield name, content
    if is_empty:
        raise FileRefused("bank_zip_empty")


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of a workbook, hidden ones too: its reader opens them all."""
    return _unpacked(data, lambda entry: not entry.is_dir())


def entries(path: Path) -> list[str]:
    """The names of the files in a zip on disk; FileRefused where they are too many or none."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = _entries(archive, _is_content)
    except _BROKEN as error:
        raise FileRefused("bank_zip_broken", str(error)[:120]) from error
    if not found:
        raise FileRefused("bank_zip_empty")
    if sum(entry.file_size for entry in found) > MAX_BYTES:
        raise FileRefused("bank_zip_too_large", found[-1].filename)
    names = [entry.filename for entry in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise FileRefused("bank_zip_broken", twice)
    return names


@contextmanager
def open_entry(path: Path, name: str) -> Iterator[BinaryIO]:
    """One file of a zip as a stream; reading it raises FileRefused where it cannot be trusted.

    No more comes out than the entry claims (zipfile stops there), so `entries` bounds the whole.
    """
    with ExitStack() as opened:
        try:
            archive = opened.enter_context(zipfile.ZipFile(path))
            entry = archive.getinfo(name)
            stream = opened.enter_context(archive.open(entry))
        except _BROKEN as error:
            raise FileRefused("bank_zip_broken", str(error)[:120]) from error
        limit = max(entry.compress_size, 1) * MAX_RATIO + _CHUNK
        yield io.BufferedReader(_Unpacked(stream, name, limit))


@contextmanager
def open_gzip(path: Path) -> Iterator[BinaryIO]:
    """What a gz holds as a stream; reading it raises FileRefused where it cannot be trusted."""
    limit = min(MAX_BYTES, path.stat().st_size * MAX_RATIO + _CHUNK)
    with gzip.open(path) as stream:
        yield io.BufferedReader(_Unpacked(stream, path.stem, limit))


class _Unpacked(io.RawIOBase):
    """A packed file's content, counted while it is read."""

    def __init__(self, packed: IO[bytes] | gzip.GzipFile, name: str, limit: int) -> None:
        super().__init__()
        self._packed, self._name, self._left = packed, name, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            content = self._packed.read(len(view))
        except _BROKEN as error:
            raise FileRefused("bank_zip_broken", str(error)[:120]) from error
        self._left -= len(content)
        if self._left < 0:
            raise FileRefused("bank_zip_too_large", self._name)
        view[: len(content)] = content
        return len(content)


def _unpacked(
    data: bytes, is_wanted: Callable[[zipfile.ZipInfo], bool]
) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = MAX_BYTES
            for entry in _entries(archive, is_wanted):
                content = _content(archive, entry, left)
                left -= len(content)
                yield entry.filename, content
    except _BROKEN as error:
        raise FileRefused("bank_zip_broken", str(error)[:120]) from error


def _entries(
    archive: zipfile.ZipFile, is_wanted: Callable[[zipfile.ZipInfo], bool]
) -> list[zipfile.ZipInfo]:
    found = [entry for entry in archive.infolist() if is_wanted(entry)]
    if len(found) > MAX_ENTRIES:
        raise FileRefused("bank_zip_too_many", str(len(found)))
    return sorted(found, key=lambda entry: entry.filename)


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Neither a folder nor the hidden files that macOS puts into its zips."""
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, max(entry.compress_size, 1) * MAX_RATIO + _CHUNK)
    with archive.open(entry) as stream:
        return io.BufferedReader(_Unpacked(stream, entry.filename, limit), _CHUNK).read()
