"""Reads one table file into text columns, whatever its format, some rows at a time.

Data flow: CSV, Parquet, JSONL or Excel file, also packed → `TextTable`s: every value as text, each
row with its number: the line in the file, so the header of a CSV is row 1 and data begins at 2.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.files import name_in, refusal_of
from ingestion.formats.statement import FileRefused
from ingestion.tabular import spreadsheet
from ingestion.tabular.delimited import read_delimited
from ingestion.tabular.dialect import Dialect
from ingestion.tabular.expected import Expected
from ingestion.tabular.parts import WORKBOOKS, Part, parts_of
from ingestion.tabular.spool import CHUNK_ROWS
from ingestion.tabular.text_table import ROW, TextTable, text_frame, trimmed

_Reader = Callable[[Part, Expected, int], Iterator[TextTable]]


def read_tables(
    paths: Iterable[Path], root: Path, expected: Expected, told: Callable[[str, int], None]
) -> Iterator[TextTable]:
    """Read all files of a table, each called as from `root`, as `read_table` reads one."""
    for path in paths:
        yield from read_table(path, name_in(root, path), expected, told)


def read_table(
    path: Path,
    name: str,
    expected: Expected,
    told: Callable[[str, int], None],
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[TextTable]:
    """Read the file at `path`, called `name` in messages, some rows at a time.

    `told` hears how many rows of a large file are read. SourceUnreadable where it cannot be read.
    """
    try:
        for part in parts_of(path, name):
            rows = 0
            for chunk in _reader(part)(part, expected, chunk_rows):
                yield chunk
                rows += chunk.rows_read
                if rows >= chunk_rows:
                    told(part.name, rows)
    except FileRefused as refused:
        raise SourceUnreadable(refusal_of(refused, name)) from refused
    except OSError as error:
        raise SourceUnreadable(Problem("file_unreadable", name, value=error.strerror)) from error


def _reader(part: Part) -> _Reader:
    read = _READERS.get(part.suffix)
    if read is None:
        raise SourceUnreadable(Problem("file_type_unsupported", part.name, value=part.suffix))
    return read


@contextmanager
def _lines(part: Part, dialect: Dialect, newline: str) -> Iterator[Iterator[str]]:
    """The part's lines as text; SourceUnreadable names the first byte that means nothing in it."""
    with part.opened() as stream:
        try:
            yield io.TextIOWrapper(stream, encoding=dialect.codec, newline=newline)
        except UnicodeError as error:
            raise SourceUnreadable(_undecodable(part, dialect)) from error


def _undecodable(part: Part, dialect: Dialect) -> Problem:
    code = "file_not_as_declared" if dialect.is_declared else "file_not_utf8"
    if dialect.encoding != "utf-16":
        with part.opened() as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    line.decode(dialect.codec)
                except UnicodeDecodeError as error:
                    value = f"0x{line[error.start]:02x}"
                    return Problem(code, part.name, number, dialect.encoding, value)
    return Problem("file_malformed", part.name, value=dialect.encoding)


def _read_csv(part: Part, expected: Expected, chunk_rows: int) -> Iterator[TextTable]:
    with _lines(part, expected.dialect, newline="") as lines:
        yield from read_delimited(lines, part.name, expected, chunk_rows)


def _read_jsonl(part: Part, expected: Expected, chunk_rows: int) -> Iterator[TextTable]:
    names: dict[str, None] = {}
    has_records = has_broken = False
    # Only at line feeds: a JSON text may hold other line ends of Unicode, such as U+2028.
    with _lines(part, expected.dialect, newline="\n") as lines:
        numbered = enumerate(lines, start=1)
        is_first = True
        while (block := list(islice(numbered, chunk_rows))) or is_first:
            is_first = False
            numbers, records, broken = _records(block, part.name)
            names.update(dict.fromkeys(name for record in records for name in record))
            columns = expected.names(list(names), part.name)
            data = {
                column: [record.get(name) for record in records]
                for column, name in zip(columns, names, strict=True)
            }
            has_records, has_broken = has_records or bool(records), has_broken or bool(broken)
            yield TextTable(part.name, text_frame(data, numbers), tuple(broken))
    if has_broken and not has_records:
        raise SourceUnreadable(Problem("file_malformed", part.name, 1, value="JSON"))


def _records(
    lines: list[tuple[int, str]], name: str
) -> tuple[list[int], list[dict[str, str | None]], list[Problem]]:
    """The objects of the lines with their numbers, and the lines that are none."""
    numbers: list[int] = []
    records: list[dict[str, str | None]] = []
    broken: list[Problem] = []
    for number, line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_float=str, parse_int=str)
        except json.JSONDecodeError as error:
            raw = line.removesuffix("\n")[:2000]
            broken.append(Problem("row_not_json", name, number, None, error.msg, raw))
            continue
        if not isinstance(record, dict):
            raw = line.removesuffix("\n")[:2000]
            broken.append(Problem("row_not_json", name, number, None, "", raw))
            continue
        numbers.append(number)
        records.append({key: _json_text(value) for key, value in record.items()})
    return numbers, records, broken


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


def _read_parquet(part: Part, expected: Expected, chunk_rows: int) -> Iterator[TextTable]:
    with part.opened() as stream:
        try:
            for first, frame in _batches(stream, chunk_rows):
                frame.columns = expected.names(frame.columns, part.name)
                text = frame.select(
                    _as_text(pl.col(name), dtype) for name, dtype in frame.schema.items()
                )
                numbers = pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
                yield TextTable(part.name, trimmed(text).with_columns(numbers.alias(ROW)))
        except (pl.exceptions.PolarsError, pa.ArrowException, OSError, ValueError) as error:
            reason = " ".join(str(error).splitlines()[:1])[:200]
            raise SourceUnreadable(Problem("file_malformed", part.name, value=reason)) from error


def _batches(stream: BinaryIO, chunk_rows: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Rows with the number of the first; of a file without any, its columns."""
    # A reader of Parquet begins at the end, and what is packed is not read from there.
    file = pq.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
    before = 0
    for batch in file.iter_batches(chunk_rows):
        frame = pl.from_arrow(pa.Table.from_batches([batch]))
        assert isinstance(frame, pl.DataFrame)
        yield before + 1, frame
        before += frame.height
    if not before:
        empty = pl.from_arrow(file.schema_arrow.empty_table())
        assert isinstance(empty, pl.DataFrame)
        yield 1, empty


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


def _read_workbook(part: Part, expected: Expected, chunk_rows: int) -> Iterator[TextTable]:
    with part.opened() as stream:
        sheets = spreadsheet.sheets_of(stream)
    yield from spreadsheet.read_sheets(sheets, part.name, expected, chunk_rows)


_READERS: dict[str, _Reader] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
    **dict.fromkeys(WORKBOOKS, _read_workbook),
}
