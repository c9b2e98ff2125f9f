"""Reads what stands around a table: account, currency, period, balances and sums in title cells.

Data flow: rows that are no bank lines + the labels of a profile → values. A value stands in the
label's own cell (`Cuenta: 12-345`), to its right, or below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from ingestion.formats.cells import Cell, Period, days_in, normalised
from ingestion.formats.profile import TableProfile
from ingestion.formats.table_layout import Row

_LONGEST_LABEL = 60
_NEAR = 300  # rows
_Value = TypeVar("_Value")


class Titles:
    """The rows around a table, asked by the labels of its profile."""

    def __init__(self, rows: Sequence[Row], profile: TableProfile) -> None:
        # Titles stand above a table and sums below it: what is far from both is neither.
        self._rows = rows if len(rows) <= 2 * _NEAR else [*rows[:_NEAR], *rows[-_NEAR:]]
        self._profile = profile
        self._texts = [
            (at, place, cell, normalised(cell[: 2 * _LONGEST_LABEL]))
            for at, row in enumerate(self._rows)
            for place, cell in enumerate(row)
            if isinstance(cell, str) and cell.strip()
        ]

    def find(self, role: str, read: Callable[[Cell], _Value | None]) -> _Value | None:
        """The first cell that the labels of the role point to and that can be read as one."""
        for label in self._profile.titles.get(role, ()):
            for at, place, rest in self._labelled(label):
                for candidate in (rest, *self._beside(at, place), *self._below(at, place)):
                    if candidate != "" and (value := read(candidate)) is not None:
                        return value
        return None

    def _labelled(self, label: str) -> Iterator[tuple[int, int, str]]:
        """Where a cell begins with the label, and what follows it there."""
        for at, place, text, name in self._texts:
            if name.startswith(label) and (rest := _after(text, label)) is not None:
                yield at, place, rest

    def amount(self, role: str, read: Callable[[Cell], Decimal | None]) -> Decimal | None:
        """The amount that the labels of the role point to."""
        return self.find(role, read)

    def period(self) -> Period | None:
        """The days that the period's labels name; several labels may name one each."""
        days = [
            day
            for label in self._profile.titles.get("period", ())
            for at, place, rest in self._labelled(label)
            for candidate in (rest, *self._beside(at, place))
            for day in days_in(candidate)
        ]
        if not days:
            return None
        return Period(min(days) if len(set(days)) > 1 else None, max(days))

    def _beside(self, at: int, place: int) -> Iterator[Cell]:
        """The next cell to the right that is not blank."""
        yield from [cell for cell in self._rows[at][place + 1 :] if cell != ""][:1]

    def _below(self, at: int, place: int) -> Iterator[Cell]:
        """The cells below the label and below the blank ones that follow it."""
        if at + 1 >= len(self._rows):
            return
        label_row, row = self._rows[at], self._rows[at + 1]
        end = place + 1
        while end < len(label_row) and label_row[end] == "":
            end += 1
        yield from row[place:end]


def _after(text: str, label: str) -> str | None:
    """What follows the label in its cell; None where the cell does not begin with it."""
    ends = [
        end
        for end in range(1, min(len(text), _LONGEST_LABEL) + 1)
        if normalised(text[:end]) == label
    ]
    if not ends:
        return None
    rest = text[ends[-1] :]
    is_whole_word = not rest or not (rest[0].isalnum() and text[ends[-1] - 1].isalnum())
    return rest.strip(" :\xa0") if is_whole_word else None
