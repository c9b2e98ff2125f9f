"""Reads one table file into text columns, whatever its format.

Data flow: CSV, Parquet or JSONL file → `TextTable`: every value as text, each row with its number.
The row number is the line in the file, so the header of a CSV is row 1 and data begins at 2.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingestion.contracts import Problem, SourceUnreadable

ROW = "source_row"
SUFFIXES = (".csv", ".parquet", ".jsonl")


@dataclass(frozen=True)
class TextTable:
    """The rows of one file as text with their row numbers, and the rows that are no rows."""

    file: str
    frame: pl.DataFrame
    unreadable_rows: tuple[Problem, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows in the file, the unreadable ones among them."""
        return self.frame.height + len(self.unreadable_rows)


def read_table(path: Path, file: str) -> TextTable:
    """Read the file at `path`, called `file` in messages; SourceUnreadable where it cannot be."""
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise SourceUnreadable(Problem("file_type_unsupported", file, value=path.suffix))
    try:
        return read(path, file)
    except OSError as error:
        raise SourceUnreadable(Problem("file_unreadable", file, value=error.strerror)) from error


def _read_csv(path: Path, file: str) -> TextTable:
    text = _decode(path.read_bytes(), file)
    if not text.strip():
        raise SourceUnreadable(Problem("file_empty", file))
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = ";" if ";" in header_line and "," not in header_line else ","
    csv.field_size_limit(1 << 30)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns, numbers, rows, ragged = _split_csv(lines, file)
    series = zip(*rows, strict=True) if rows else ((),) * len(columns)
    data = {name: list(values) for name, values in zip(columns, series, strict=True)}
    return TextTable(file, _text_frame(data, numbers), ragged)


def _split_csv(
    lines: Iterator[list[str]], file: str
) -> tuple[list[str], list[int], list[list[str]], tuple[Problem, ...]]:
    header: list[str] = []
    numbers: list[int] = []
    rows: list[list[str]] = []
    ragged: list[Problem] = []
    row_number = 0
    try:
        for fields in lines:
            # A quoted field may hold line breaks: the row begins where the last one ended.
            row_number, started_on = lines.line_num, row_number + 1  # type: ignore[attr-defined]
            if not fields:
                continue
            if not header:
                # A separator at the end of each row makes a column without a name.
                header = _named([name.strip() for name in fields])
            elif len(fields) == len(header):
                numbers.append(started_on)
                rows.append(fields)
            else:
                value = f"{len(fields)} / {len(header)}"
                raw = json.dumps(fields, ensure_ascii=False)
                ragged.append(Problem("row_wrong_width", file, started_on, None, value, raw))
    except csv.Error as error:
        raise SourceUnreadable(
            Problem("file_malformed", file, row_number + 1, value=str(error))
        ) from error
    return _unique(header, file), numbers, rows, tuple(ragged)


def _read_jsonl(path: Path, file: str) -> TextTable:
    numbers: list[int] = []
    records: list[dict[str, str | None]] = []
    broken: list[Problem] = []
    # Not `splitlines`: a JSON text may hold other line ends of Unicode, such as U+2028.
    for number, line in enumerate(_decode(path.read_bytes(), file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_float=str, parse_int=str)
        except json.JSONDecodeError as error:
            broken.append(Problem("row_not_json", file, number, None, error.msg, line[:2000]))
            continue
        if not isinstance(record, dict):
            broken.append(Problem("row_not_json", file, number, None, "", line[:2000]))
            continue
        numbers.append(number)
        records.append({name: _json_text(value) for name, value in record.items()})
    if broken and not records:
        raise SourceUnreadable(Problem("file_malformed", file, 1, value="JSON"))
    names = list(dict.fromkeys(name for record in records for name in record))
    columns = _unique(_named(names), file)
    data = {
        column: [record.get(name) for record in records]
        for column, name in zip(columns, names, strict=True)
    }
    return TextTable(file, _text_frame(data, numbers), tuple(broken))


def _json_text(value: object) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _read_parquet(path: Path, file: str) -> TextTable:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200]
        raise SourceUnreadable(Problem("file_malformed", file, value=reason)) from error
    frame.columns = _unique(_named(frame.columns), file)
    text = frame.select(_as_text(pl.col(name), dtype) for name, dtype in frame.schema.items())
    numbers = pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True).alias(ROW)
    return TextTable(file, _trimmed(text).with_columns(numbers))


def _as_text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_float():
        # A float that holds a whole number is an id or a count that lost its type on the way.
        whole = column.cast(pl.Int64, strict=False).cast(pl.String)
        return pl.when(column == column.round(0)).then(whole).otherwise(column.cast(pl.String))
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S")
    if dtype.is_nested():
        return column.map_elements(
            lambda value: json.dumps(value, default=str, ensure_ascii=False), return_dtype=pl.String
        )
    return column.cast(pl.String, strict=False)


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row_number = data.count(b"\n", 0, error.start) + 1
        value = f"0x{data[error.start]:02x}"
        problem = Problem("file_not_utf8", file, row_number, value=value)
        raise SourceUnreadable(problem) from error


def _unique(header: list[str], file: str) -> list[str]:
    """The header; SourceUnreadable where two names are one to the warehouse: `Name`, `name `."""
    seen: set[str] = set()
    for name in header:
        landed = _landed_name(name)
        if landed in seen:
            raise SourceUnreadable(Problem("column_twice", file, 1, name, name))
        seen.add(landed)
    return header


def _landed_name(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def _named(header: list[str]) -> list[str]:
    """The header, a name without any letter or digit replaced by its place."""
    return [
        name if _landed_name(name) else f"column_{position}"
        for position, name in enumerate(header, start=1)
    ]


def _text_frame(data: dict[str, list[str | None]], numbers: list[int]) -> pl.DataFrame:
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
    return _trimmed(frame).with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Spaces around a value are no part of it, and an empty value is none."""
    trimmed = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(trimmed != "").then(trimmed).name.keep())


_READERS: dict[str, Callable[[Path, str], TextTable]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
}
