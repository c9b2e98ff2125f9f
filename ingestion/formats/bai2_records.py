"""Cuts a BAI2 file into its records, and a record into its fields.

Data flow: text → records, each with the continuations (88) that belong to it → fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.formats.statement import FileRefused

_CODE = re.compile(r"[ \t]*(01|02|03|16|49|88|98|99),")
# Some banks put a record behind the end of the one before, on the same line.
_JOINED = re.compile(r"/[ \t]+(?=(?:01|02|03|16|49|88|98|99),)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
_FUNDS = {"S": 3, "V": 2}  # fields that follow the type of availability; D says how many


@dataclass
class Bai2Record:
    """A record with the continuations that belong to it, without code and end mark."""

    line_number: int
    code: str
    parts: list[str]

    @property
    def fields(self) -> list[str]:
        """All its fields, as if it had never been broken."""
        return [text.strip() for part in self.parts for text in part.split(",")]


def read_records(text: str) -> tuple[list[Bai2Record], int | None]:
    """The records, and the first line that does not hold exactly one."""
    found: list[Bai2Record] = []
    joined_on: int | None = None
    for line_number, line, is_whole in _lines(text):
        pieces = _JOINED.split(line)
        if len(pieces) > 1 or not is_whole:
            joined_on = joined_on or line_number
        for number, piece in enumerate(pieces):
            code = _CODE.match(piece)
            if code is None or (code[1] == "88" and not found):
                raise FileRefused("bank_line_unreadable", piece.strip()[:60], line_number)
            body = _unended(piece[code.end() :], number == len(pieces) - 1)
            if code[1] == "88":
                found[-1].parts.append(body)
            else:
                found.append(Bai2Record(line_number, code[1], [body]))
    return found, joined_on


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Every line that begins a record, with those behind it that a text was broken into."""
    begun_on, chunks = 0, list[str]()
    for line_number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip(" \t\x1a"):
            continue
        if chunks and not _CODE.match(line):
            chunks.append(line.strip())
            continue
        if chunks:
            yield begun_on, "".join(chunks), len(chunks) == 1
        begun_on, chunks = line_number, [line.rstrip(" \t\x1a")]
    if chunks:
        yield begun_on, "".join(chunks), len(chunks) == 1


def _unended(body: str, is_last: bool) -> str:
    """The text of a record without its end mark; one cut out of a line has lost it already."""
    body = body.rstrip()
    return body.removesuffix("/").rstrip() if is_last else body


def field_at(record: Bai2Record, index: int) -> str:
    """A field; empty where the record ends before it."""
    fields = record.fields
    return fields[index] if index < len(fields) else ""


def funds_size(fields: list[str], index: int, line_number: int) -> int:
    """How many fields tell when the money is available, from its type on."""
    funds = fields[index] if index < len(fields) else ""
    if funds == "D":
        count = fields[index + 1] if index + 1 < len(fields) else ""
        if not (count.isascii() and count.isdigit() and len(count) <= 3):
            raise FileRefused("bank_line_unreadable", f"D,{count}", line_number)
        return 2 + 2 * int(count)
    return 1 + _FUNDS.get(funds, 0)


def line_fields(record: Bai2Record) -> tuple[list[str], list[str]]:
    """The fields before the text of a line, and the text: what follows and its continuations."""
    fields: list[str] = []
    for number, part in enumerate(record.parts):
        fields += part.split(",")
        size = 4 + funds_size(fields, 2, record.line_number) if len(fields) > 2 else 5
        if len(fields) >= size:
            text = ",".join(fields[size:]).strip()
            rest = [one.rstrip() for one in record.parts[number + 1 :]]
            return [one.strip() for one in fields[:size]], [text, *rest]
    return [one.strip() for one in fields], []


def whole_number(text: str, line_number: int) -> int:
    """A number without point; anything else refuses the file."""
    if not _NUMBER.fullmatch(text):
        raise FileRefused("bank_amount_unreadable", text[:40], line_number)
    return int(text)
