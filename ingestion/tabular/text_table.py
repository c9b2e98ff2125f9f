"""A table of text: the rows of a file with their numbers, and the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ingestion.contracts import Problem, SourceUnreadable

ROW = "source_row"


@dataclass(frozen=True)
class TextTable:
    """Rows of one file as text with their numbers, rows that are none, and what else to tell.

    The rows of a large file come as several of these, one after the other.
    """

    file: str
    frame: pl.DataFrame
    unreadable_rows: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows in the file or this part of it, the unreadable ones among them."""
        return self.frame.height + len(self.unreadable_rows)


def unique_names(header: list[str], file: str, row_number: int = 1) -> list[str]:
    """The header; SourceUnreadable where two names are one to the warehouse: `Name`, `name `."""
    seen: set[str] = set()
    for name in header:
        landed = _landed_name(name)
        if landed in seen:
            raise SourceUnreadable(Problem("column_twice", file, row_number, name, name))
        seen.add(landed)
    return header


def _landed_name(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def named(header: list[str]) -> list[str]:
    """The header, a name without any letter or digit replaced by its place."""
    return [
        name if _landed_name(name) else f"column_{position}"
        for position, name in enumerate(header, start=1)
    ]


def text_frame(data: Mapping[str, Sequence[str | None]], numbers: Sequence[int]) -> pl.DataFrame:
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
    return trimmed(frame).with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))


def trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Spaces around a value are no part of it, and an empty value is none."""
    trimmed = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(trimmed != "").then(trimmed).name.keep())
