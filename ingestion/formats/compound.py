"""Checks an old Excel file (XLS) before calamine opens it, which trusts what the file claims.

Data flow: bytes → sector chains of the OLE container → stream `Workbook` → places of its cells. A
damaged chain can run in a circle and one wrong column number can span billions of cells: both
would eat the machine's memory. Layout: [MS-CFB] 2.2–2.6, [MS-XLS] 2.3 and 2.5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ingestion.formats.statement import FileRefused

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # greater numbers are marks: end of chain, free, part of a table
_HEADER = struct.Struct("<8s16sHHHHH6xIIIIIIIII")
_MINI_CUTOFF = 4096
_STREAMS = ("Workbook", "Book")
# Records that begin with row and first column: formula, blanks, numbers, texts, RK, errors.
_CELLS = frozenset((0x06, 0xBD, 0xBE, 0xFD, 0xD6, 0x201, 0x203, 0x204, 0x205, 0x27E))
_SHARED_TEXTS = 0xFC
_SHEET_PLACE = 0x85
_ENCRYPTED = 0x2F
_SUBSTREAM = 0x809


def check_old_workbook(data: bytes, most_cells: int) -> None:
    """FileRefused where the container is damaged, is locked or a sheet spans too many cells."""
    try:
        stream = _Container(data).stream()
    except (struct.error, IndexError) as error:
        raise _broken("OLE") from error
    height = width = 0
    for kind, content in _records(stream):
        if kind == _SUBSTREAM:
            height = width = 0
        elif kind == _ENCRYPTED:
            raise FileRefused("bank_workbook_locked")
        elif kind == _SHEET_PLACE:
            if int.from_bytes(content[:4], "little") >= len(stream):
                raise _broken("BoundSheet")
        elif kind == _SHARED_TEXTS and len(content) >= 8:
            # Each text takes three bytes at least.
            if int.from_bytes(content[4:8], "little") * 3 > len(stream):
                raise _broken("SST")
        elif kind in _CELLS and len(content) >= 4:
            row, column = struct.unpack_from("<HH", content)
            height, width = max(height, row + 1), max(width, column + 1)
            if column > 0xFF or height * width > most_cells:
                raise FileRefused("bank_sheet_too_large", str(height * width))


def _broken(what: str) -> FileRefused:
    return FileRefused("bank_workbook_broken", what)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


class _Container:
    """The sectors of an OLE file and the chains that they make."""

    def __init__(self, data: bytes) -> None:
        header = _HEADER.unpack_from(data)
        _, _, _, version, order, shift, mini_shift = header[:7]
        if order != 0xFFFE or (version, shift) not in ((3, 9), (4, 12)) or mini_shift != 6:
            raise _broken("OLE")
        self._data = data
        self._size = 1 << shift
        self._count = max(0, len(data) // self._size - 1) + 1
        _, fats, self._directory, _, cutoff, self._mini, minis, difat, difats = header[7:]
        if cutoff != _MINI_CUTOFF or max(fats, minis, difats) > self._count:
            raise _broken("OLE")
        self._table = self._allocation(fats, difat)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number >= self._count or start >= len(self._data):
            raise _broken(f"sector {number}")
        return self._data[start : start + self._size]

    def _numbers(self, number: int) -> tuple[int, ...]:
        sector = self._sector(number)
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _allocation(self, fats: int, difat: int) -> tuple[int, ...]:
        """The table that says which sector follows which."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while difat < _LAST_SECTOR:
            if difat in seen:
                raise _broken("DIFAT")
            seen.add(difat)
            *more, difat = self._numbers(difat)
            places += more
        used = [place for place in places if place < _LAST_SECTOR]
        if len(used) < fats:
            raise _broken("FAT")
        return tuple(following for place in used for following in self._numbers(place))

    def _chain(self, number: int, table: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if number >= _LAST_SECTOR:
                return
            yield number
            number = table[number]
        raise _broken("FAT")

    def _read(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(first, self._table))

    def stream(self) -> bytes:
        """The stream that holds the sheets; every other chain is walked to its end as well."""
        directory = self._read(self._directory)
        entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
        if not entries or len(entries[-1]) < 128:
            raise _broken("OLE")
        mini_table = b"".join(
            self._sector(number) for number in self._chain(self._mini, self._table)
        )
        minis = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
        small = self._read(_first(entries[0])) if minis else b""
        found: dict[str, bytes] = {}
        for entry in entries:
            name, size = _name(entry), int.from_bytes(entry[120:124], "little")
            if entry[66] != 2 or not size:
                continue
            if size >= _MINI_CUTOFF:
                content = self._read(_first(entry))
            else:
                chain = self._chain(_first(entry), minis)
                content = b"".join(small[at * 64 : at * 64 + 64] for at in chain)
            if len(content) < size:
                raise _broken(name)
            found.setdefault(name, content[:size])
        if "EncryptedPackage" in found:
            raise FileRefused("bank_workbook_locked")
        for name in _STREAMS:
            if name in found:
                return found[name]
        raise _broken("Workbook")


def _first(entry: bytes) -> int:
    return int.from_bytes(entry[116:120], "little")


def _name(entry: bytes) -> str:
    length = min(int.from_bytes(entry[64:66], "little"), 64)
    return entry[: max(0, length - 2)].decode("utf-16-le", errors="replace")
