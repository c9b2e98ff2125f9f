"""Turns the bytes of a text file into text: mark, UTF-8, Windows-1252, else damaged and said so."""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class DecodedText:
    """Text with the encoding that gave it; `is_damaged` where some bytes meant nothing in it."""

    text: str
    encoding: str
    is_damaged: bool = False


def is_utf_16(data: bytes) -> bool:
    """Whether a byte order mark says that every sign takes two bytes or more."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def beginning(data: bytes, size: int = 200_000) -> str:
    """The first signs of a file, to tell its format by; a sign cut in two is left out."""
    if not is_utf_16(data):
        with suppress(UnicodeDecodeError):
            return codecs.getincrementaldecoder("utf-8-sig")().decode(data[:size])
    return decode(data[: size - size % 2]).text


def decode(data: bytes) -> DecodedText:
    """Decode by byte order mark, strict UTF-8, Windows-1252, in this order; never fails."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _damaged_if_needed(data, encoding)
    for encoding in ("utf-8", "cp1252"):
        try:
            return DecodedText(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return _damaged_if_needed(data, "cp1252")


def _damaged_if_needed(data: bytes, encoding: str) -> DecodedText:
    try:
        return DecodedText(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return DecodedText(data.decode(encoding, errors="replace"), encoding, is_damaged=True)
