"""Reads the rows of a CSV, some at a time, each with the line that it begins on.

Data flow: lines → blocks of lines → frames of text. A block without a quote, nearly all of them, is
split at its separators at once; in another, fields may hold separators and line breaks and are read
one by one. Both give the same rows.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import polars as pl

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.tabular.expected import HEAD_ROWS, Expected
from ingestion.tabular.text_table import ROW, TextTable, text_frame, trimmed

_LINE = "line"


@dataclass
class _Lines:
    """The lines of a file that are still to be read, and how many are."""

    name: str
    lines: Iterator[str]
    number: int = 0
    delimiter: str | None = None
    header: list[str] = field(default_factory=list)


def read_delimited(
    lines: Iterator[str], name: str, expected: Expected, chunk_rows: int
) -> Iterator[TextTable]:
    """The rows below the header; SourceUnreadable where the file is empty or its quotes broken."""
    csv.field_size_limit(1 << 30)
    source = _Lines(name, lines)
    if expected.dialect.is_declared:
        _find_header(source, expected)
    _read_header(source, expected)
    is_first = True
    while (block := list(islice(source.lines, chunk_rows))) or is_first:
        is_first = False
        yield expected.canonical(_split_block(source, block) or _read_block(source, block))


def _find_header(source: _Lines, expected: Expected) -> None:
    """Pass over the titles above the header, where a row below names all that must be there."""
    head = list(islice(source.lines, HEAD_ROWS))
    declared = expected.dialect.delimiter
    for place in range(len(head)):
        for delimiter in (declared,) if declared else (";", ",", "\t", "|"):
            if expected.is_header(next(csv.reader(head[place:], delimiter=delimiter))):
                source.lines = chain(head[place:], source.lines)
                source.number, source.delimiter = place, delimiter
                return
    source.lines, source.delimiter = chain(head, source.lines), declared


def _read_header(source: _Lines, expected: Expected) -> None:
    first = next((line for line in _counted(source) if line.strip()), None)
    if first is None:
        raise SourceUnreadable(Problem("file_empty", source.name))
    source.number -= 1
    source.delimiter = source.delimiter or (";" if ";" in first and "," not in first else ",")
    [(number, fields)] = _rows(source, [first])
    # A separator at the end of each row makes a column without a name.
    source.header = expected.names(fields, source.name, number)


def _counted(source: _Lines) -> Iterator[str]:
    for line in source.lines:
        source.number += 1
        yield line


def _split_block(source: _Lines, block: list[str]) -> TextTable | None:
    """The rows of a block in which every line is one; None where a quote may say otherwise."""
    text = "".join(block)
    if '"' in text or text.count("\r") != text.count("\r\n"):
        return None
    lines = (
        pl.DataFrame({_LINE: text.replace("\r\n", "\n").split("\n")}, schema={_LINE: pl.String})
        .with_row_index(ROW, offset=source.number + 1)
        .with_columns(pl.col(ROW).cast(pl.Int64))
        .filter(pl.col(_LINE) != "")
    )
    source.number += len(block)
    delimiter, separators = source.delimiter or ",", len(source.header) - 1
    is_whole = pl.col(_LINE).str.count_matches(delimiter, literal=True) == separators
    rows = lines.filter(is_whole)
    fields = rows[_LINE].str.split_exact(delimiter, separators).struct.unnest()
    fields.columns = source.header
    ragged = lines.filter(~is_whole).select(ROW, pl.col(_LINE).str.split(delimiter))
    return TextTable(
        source.name,
        trimmed(fields).with_columns(rows[ROW]),
        tuple(_wrong_width(source, number, row) for number, row in ragged.iter_rows()),
    )


def _read_block(source: _Lines, block: list[str]) -> TextTable:
    """The rows of a block field by field; its last row may go on in the lines that follow."""
    rows = _rows(source, block)
    width = len(source.header)
    whole = [(number, fields) for number, fields in rows if len(fields) == width]
    columns = list(zip(*(fields for _, fields in whole), strict=True)) or [()] * width
    return TextTable(
        source.name,
        text_frame(dict(zip(source.header, columns, strict=True)), [number for number, _ in whole]),
        tuple(
            _wrong_width(source, number, fields) for number, fields in rows if len(fields) != width
        ),
    )


def _rows(source: _Lines, block: list[str]) -> list[tuple[int, list[str]]]:
    """The rows that begin in the block, each with the line that it begins on."""
    reader = csv.reader(chain(block, source.lines), delimiter=source.delimiter or ",", strict=True)
    rows: list[tuple[int, list[str]]] = []
    read = 0
    try:
        while read < len(block):
            fields = next(reader)
            # A quoted field may hold line breaks: the row begins where the last one ended.
            started_on, read = read + 1, reader.line_num
            if fields:
                rows.append((source.number + started_on, fields))
    except csv.Error as error:
        raise SourceUnreadable(
            Problem("file_malformed", source.name, source.number + read + 1, value=str(error))
        ) from error
    source.number += read
    return rows


def _wrong_width(source: _Lines, number: int, fields: list[str]) -> Problem:
    value = f"{len(fields)} / {len(source.header)}"
    raw = json.dumps(fields, ensure_ascii=False)
    return Problem("row_wrong_width", source.name, number, None, value, raw)
