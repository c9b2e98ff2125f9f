"""Finds which layout a table has: the profile, the header and the columns that it names.

Data flow: first rows of a table → each profile held against them → the best `Layout`, or what the
nearest profile lacks. A layout is known by its header and by nothing else: neither the name of the
file nor of the bank says how its amounts are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingestion.formats.cells import Cell, amount_reader, normalised, text_of
from ingestion.formats.profile import TableProfile

Row = Sequence[Cell]
HEAD_ROWS = 80  # titles may stand above the header, but not without end
_MONEY = ("amount", "debit", "credit", "balance")
# Below this share of its columns a layout is not meant: the file is something else.
_NEAR = 0.5


@dataclass(frozen=True)
class Layout:
    """Where the header of a profile stands: its rows, and the columns from and until of each role.

    A header cell that covers others, merged or followed by blank ones, covers their values too.
    """

    profile: TableProfile
    header_row: int
    header_rows: int
    spans: Mapping[str, tuple[int, int]]
    named_columns: int
    columns: int
    unread: int = 0  # amounts of the first rows that it does not read
    is_usual: bool = False  # whether the delimiter is the one that its files usually have

    @property
    def rank(self) -> tuple[bool, bool, int, int, bool, int]:
        """Own profiles before named banks before generic ones; then what reads and names most."""
        return (
            self.profile.is_own,
            not self.profile.is_generic,
            -self.unread,
            len(self.spans),
            self.is_usual,
            -self.header_row,
        )


@dataclass(frozen=True)
class NearMiss:
    """A profile that lacks columns: which ones."""

    profile: TableProfile
    found: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Header:
    row: int
    rows: int
    places: Mapping[str, tuple[int, int]]
    named: int
    width: int


def find_layout(
    rows: Sequence[Row], profiles: Iterable[TableProfile], delimiter: str = ","
) -> Layout | NearMiss | None:
    """The layout of the highest rank; else the profile that lacks least."""
    profiles = tuple(profiles)
    headers = _headers(rows, max((one.header_rows for one in profiles), default=1))
    layouts: list[Layout] = []
    nearest: NearMiss | None = None
    for profile in profiles:
        for header in headers:
            if header.rows > profile.header_rows:
                continue
            layout = _held_against(header, profile)
            if isinstance(layout, NearMiss):
                if nearest is None or layout.found > nearest.found:
                    nearest = layout
            elif _is_meant(layout, rows):
                unread, is_usual = _unread(layout, rows), profile.delimiters[0] == delimiter
                layouts.append(replace(layout, unread=unread, is_usual=is_usual))
    return max(layouts, key=lambda layout: layout.rank) if layouts else nearest


def _unread(layout: Layout, rows: Sequence[Row]) -> int:
    """Amounts among the first rows that the profile's marks do not read: `1,50` is not `1.50`."""
    profile = layout.profile
    read = amount_reader(profile.decimal_mark, profile.thousands, profile.decimals)
    spans = [layout.spans[role] for role in _MONEY if role in layout.spans]
    return sum(
        1
        for row in rows[layout.header_row + layout.header_rows :]
        for start, end in spans
        for cell in row[start:end]
        if any(sign.isdigit() for sign in text_of(cell)) and read(cell) is None
    )


def _headers(rows: Sequence[Row], most_rows: int) -> list[_Header]:
    """Every row, alone and with those below, as a header: its names and what each covers."""
    names = [[normalised(text_of(cell)) for cell in row] for row in rows[:HEAD_ROWS]]
    headers = []
    for start in range(len(names)):
        for count in range(1, most_rows + 1):
            stacked = names[start : start + count]
            if len(stacked) < count or not any(stacked[-1]):
                break
            width = max(map(len, stacked))
            whole = [
                " ".join(filter(None, (row[at] if at < len(row) else "" for row in stacked)))
                for at in range(width)
            ]
            # One name alone is a title: no layout has a single column.
            if sum(map(bool, whole)) > 1:
                headers.append(_header(start, count, whole))
    return headers


def _header(row: int, rows: int, names: list[str]) -> _Header:
    named = [place for place, name in enumerate(names) if name]
    ends = [*named[1:], len(names)]
    places: dict[str, tuple[int, int]] = {}
    for start, end in zip(named, ends, strict=True):
        places.setdefault(names[start], (start, end))
    return _Header(row, rows, places, named[-1] + 1 if named else 0, len(names))


def _held_against(header: _Header, profile: TableProfile) -> Layout | NearMiss:
    spans: dict[str, tuple[int, int]] = {}
    missing = []
    for role, names in profile.columns.items():
        found = next((header.places[name] for name in names if name in header.places), None)
        if found is None:
            missing.append(names[0])
        else:
            spans[role] = found
    if missing:
        return NearMiss(profile, len(spans), tuple(missing))
    for role, names in profile.optional.items():
        for name in names:
            if name in header.places and header.places[name] not in spans.values():
                spans.setdefault(role, header.places[name])
    for name in (*profile.booked_where, *profile.only_where):
        if name in header.places:
            spans[f"={name}"] = header.places[name]
    return Layout(profile, header.row, header.rows, spans, header.named, header.width)


def _is_meant(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether the first row below the header says what the profile is only for."""
    only_where = layout.profile.only_where
    first = layout.header_row + layout.header_rows
    row = rows[first] if first < len(rows) else ()
    said = [
        normalised(text_of(row[start])) in only_where[name]
        for name in only_where
        for start, _ in [layout.spans.get(f"={name}", (len(row), 0))]
        if start < len(row)
    ]
    return all(said) and bool(said or not only_where)


def is_near(miss: NearMiss | Layout | None) -> bool:
    """Whether so many columns are there that the file must be meant as this table."""
    if isinstance(miss, NearMiss):
        return miss.found >= 2 and miss.found >= _NEAR * len(miss.profile.columns)
    return miss is not None
