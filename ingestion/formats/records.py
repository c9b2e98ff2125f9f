"""What the readers of record files share: numbered lines, columns, digits as amounts, days.

Data flow: text → `Record` per line that is not blank → its columns as text, amount or day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ingestion.formats.statement import FileRefused, StatementWarning, within_bounds
from ingestion.formats.text import DecodedText, beginning, decode

_LINE_END = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"  # DOS tools close a text with it


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file whose fields stand at fixed columns, counted from 0."""

    line_number: int
    text: str

    def cut(self, start: int, end: int) -> str:
        """The text of the columns without the blanks around it."""
        return self.text[start:end].strip()

    def cut_or_none(self, start: int, end: int) -> str | None:
        """The text of the columns; None where they are blank."""
        return self.text[start:end].strip() or None

    def stated(self, start: int, end: int) -> str | None:
        """A name or number that may be left out; zeros and blanks are none."""
        text = self.text[start:end].strip()
        return text if text.strip("0 ") else None

    def number(self, start: int, end: int) -> int:
        """A count; blanks are not zero and refuse the file."""
        text = self.text[start:end]
        if not (text.isascii() and text.isdigit()):
            raise self.refused("bank_line_unreadable")
        return int(text)

    def amount(self, start: int, end: int, decimals: int) -> Decimal:
        """An amount without its point; anything but digits refuses the file."""
        text = self.text[start:end]
        if not (text.isascii() and text.isdigit()):
            raise FileRefused("bank_amount_unreadable", text, self.line_number)
        return within_bounds(Decimal(int(text)).scaleb(-decimals), text, self.line_number)

    def refused(self, code: str) -> FileRefused:
        """The refusal of the whole file because of this line."""
        return FileRefused(code, self.text.strip()[:60], self.line_number)


def records(text: str, width: int, slack: int = 0) -> Iterator[Record]:
    """Every line that is not blank, filled up to the width; one that is longer refuses the file.

    A reader that knows what to make of some signs too many says by `slack` how many.
    """
    for line_number, line in enumerate(_LINE_END.split(text), start=1):
        line = line.rstrip(_END_OF_FILE)
        if not line.strip():
            continue
        if len(line) > width and line[width + slack :].strip():
            raise FileRefused("bank_line_unreadable", line.strip()[:60], line_number)
        yield Record(line_number, line.ljust(width))


def first_lines(data: bytes, size: int) -> str:
    """The beginning of a file to tell its format by, its lines ended in one way."""
    return _LINE_END.sub("\n", beginning(data, size))


@lru_cache(maxsize=4096)  # a file has many lines and few days
def day_of(text: str, order: str) -> date | None:
    """Six or eight digits in the order `ymd` or `dmy`; None where they are no day of a bank's."""
    if len(text) not in (6, 8) or not (text.isascii() and text.isdigit()):
        return None
    size = len(text) - 4
    year, month, day = (
        (text[:size], text[size:-2], text[-2:])
        if order == "ymd"
        else (text[4:], text[2:4], text[:2])
    )
    century = 0 if size == 4 else 1900 if int(year) > 79 else 2000
    try:
        found = date(century + int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year < 2100 else None


def count_warning(stated: int, read: int) -> StatementWarning | None:
    """A warning where the file states another number of records or lines than it holds."""
    return None if stated == read else StatementWarning("bank_count_mismatch", f"{stated} / {read}")


def sum_warning(stated: Decimal, read: Decimal) -> StatementWarning | None:
    """A warning where a control sum is not the sum of what it controls."""
    if stated == read:
        return None
    return StatementWarning("bank_totals_mismatch", f"{stated:f} / {read:f}")


def noted(*warnings: StatementWarning | None) -> tuple[StatementWarning, ...]:
    """The warnings that there are."""
    return tuple(warning for warning in warnings if warning)


def decoded_with_damage(data: bytes) -> tuple[DecodedText, tuple[StatementWarning, ...]]:
    """The text of a file, and a warning where letters of it were lost, here or before it came."""
    decoded = decode(data)
    is_damaged = decoded.is_damaged or "\ufffd" in decoded.text
    return decoded, (StatementWarning("bank_text_damaged", decoded.encoding),) * is_damaged
