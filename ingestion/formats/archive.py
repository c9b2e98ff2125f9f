"""Opens a zip of statement files without trusting it.

Data flow: bytes of a zip → (name, bytes) of each member, or `FileRefused`. Members are read in
memory and counted while they are: what the directory of the zip claims is not believed.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
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
    """Whether the bytes begin as a zip does."""
    return data.startswith(SIGNATURES)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file in the zip by name; FileRefused where one is another zip, too much or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if _is_content(entry)]
            if not entries:
                raise FileRefused("bank_zip_empty")
            if len(entries) > MAX_ENTRIES:
                raise FileRefused("bank_zip_too_many", str(len(entries)))
            left = MAX_BYTES
            for entry in sorted(entries, key=lambda entry: entry.filename):
                content = _content(archive, entry, left)
                left -= len(content)
                if is_archive(content):
                    raise FileRefused("bank_zip_nested", entry.filename)
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
