"""Tells the bank lines of a table from the rows around them.

Data flow: numbered rows → rows of bank lines, and the rest. A row is a bank line if it has a day
and money; totals and balances are told by how the profile says that they begin. What has neither
is a title; what has only one of both refuses the file: nothing is left out in silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ingestion.formats.cells import Cell, Period, day_of, normalised, text_of
from ingestion.formats.statement import FileRefused
from ingestion.formats.table_layout import Layout, Row

NOTHING = ("", "-", "–", "—")  # what banks write where a column has no amount
_MONEY = ("amount", "debit", "credit", "gross", "fee")


@dataclass(frozen=True)
class SortedRows:
    """The rows of bank lines with their numbers in the file, and the rows around them."""

    numbers: list[int]
    lines: list[Row]
    around: list[Row]


def sorted_rows(layout: Layout, rows: Iterable[tuple[int, Row]]) -> SortedRows:
    """The rows of a table, bank lines apart; FileRefused at a row that is half of one."""
    return _Sorter(layout).sorted(rows)


def holds_lines(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether rows without a header look like bank lines of the layout."""
    return _Sorter(layout).has_lines(rows)


class _Sorter:
    """Tells the bank lines of one table from the rows around them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._profile = layout.profile
        self._day = layout.spans["booked_on"]
        self._money = [layout.spans[role] for role in _MONEY if role in layout.spans]

    def sorted(self, rows: Iterable[tuple[int, Row]]) -> SortedRows:
        """Bank lines apart from what stands around them."""
        numbers: list[int] = []
        lines: list[Row] = []
        loose: list[Row] = []
        header: list[Row] = []
        first, start = self._layout.header_row, self._layout.header_row + self._layout.header_rows
        is_over = False
        for place, (line_number, row) in enumerate(rows):
            if place < start:
                (header if place >= first else loose).append(row)
                continue
            is_line = self._is_plainly_a_line(row)
            is_over = is_over or (not is_line and self._begins(row, self._profile.ends_at))
            if is_over:
                if self._has_day(row) and self._has_money(row):
                    raise FileRefused("bank_line_after_end", joined(row), line_number)
                loose.append(row)
            elif is_line or self._is_line(row, line_number, header):
                numbers.append(line_number)
                lines.append(row)
            elif any(cell != "" for cell in row):
                loose.append(row)
        return SortedRows(numbers, lines, loose)

    def has_lines(self, rows: Sequence[Row]) -> bool:
        """Whether a row holds a day and money where the layout has them."""
        return any(self._has_day(row) and self._has_money(row) for row in rows)

    def _is_plainly_a_line(self, row: Row) -> bool:
        """As most rows are: as wide as the header, a day that begins with a digit, money."""
        day = row[self._day[0]] if len(row) == self._layout.columns else ""
        return isinstance(day, str) and day[:1].isdigit() and self._has_money(row)

    def _is_line(self, row: Row, line_number: int, header: Sequence[Row]) -> bool:
        start, end = self._day
        day = next((cell for cell in row[start:end] if cell != ""), "")
        has_money = self._has_money(row)
        if not has_money and day == "":
            return False
        if (isinstance(day, str) and not day[:1].isdigit()) or not has_money:
            # Neither a repeated header nor a total is a line; nor is a note without any money.
            if self._begins(row, self._profile.foot) or any(
                [*map(text_of, row)] == [*map(text_of, repeated)] for repeated in header
            ):
                return False
            if not has_money and not self._has_day(row):
                return False
        beyond = row[self._layout.columns :]
        if len(row) < self._layout.named_columns or any(text_of(cell).strip() for cell in beyond):
            raise FileRefused("bank_line_unreadable", joined(row), line_number)
        return True

    def _has_money(self, row: Row) -> bool:
        for start, end in self._money:
            for cell in row[start:end]:
                if cell not in NOTHING:
                    return not isinstance(cell, str) or cell.strip() not in NOTHING
        return False

    def _has_day(self, row: Row) -> bool:
        start, end = self._day
        return any(
            isinstance(cell, date)
            or (isinstance(cell, str) and any(reads_day(cell, one) for one in self._profile.dates))
            for cell in row[start:end]
        )

    def _begins(self, row: Row, labels: Sequence[str]) -> bool:
        """Whether one of the first texts of the row begins with one of the labels."""
        if not labels:
            return False
        texts = (normalised(cell[:60]) for cell in row if isinstance(cell, str) and cell.strip())
        return any(
            text == label or text.startswith(f"{label} ")
            for text in itertools.islice(texts, 4)
            for label in labels
        )


def reads_day(text: str, order: str) -> bool:
    """Whether the text is a day in this order, in whatever year: a leap year knows them all."""
    return day_of(text, order, Period(None, date(2024, 12, 31))) is not None


def joined(row: Sequence[Cell]) -> str:
    """The row as a refusal shows it."""
    return " | ".join(filter(None, (text_of(cell).strip() for cell in row)))[:60]
