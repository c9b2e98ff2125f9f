"""Opens a zip of statement files, or a workbook, which is a zip too, without trusting it.

Data flow: bytes of a zip → (name, bytes) of each member, or `FileRefused`. Members are read in
memory and counted while they are: what the directory of the zip claims is not believed.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from ingestion.formats.statement import FileRefused

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


def _unpacked(
    data: bytes, is_wanted: Callable[[zipfile.ZipInfo], bool]
) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if is_wanted(entry)]
            if len(entries) > MAX_ENTRIES:
                raise FileRefused("bank_zip_too_many", str(len(entries)))
            left = MAX_BYTES
            for entry in sorted(entries, key=lambda entry: entry.filename):
                content = _content(archive, entry, left)
                left -= len(content)
                yield entry.filename, content
    except _BROKEN as error:
        raise FileRefused("bank_zip_broken", str(error)[:120]) from error


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Neither a folder nor the hidden files that macOS puts into its zips."""
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, max(entry.compress_size, 1) * MAX_RATIO + _CHUNK)
    content = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > limit:
                raise FileRefused("bank_zip_too_large", entry.filename)
    return bytes(content)
