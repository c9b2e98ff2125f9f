"""What the readers of JSON from banking services share: exact numbers, days, fields by name.

Data flow: bytes → records whose numbers are `Decimal` or int, never float. A record is named in
refusals by its number in the file, from 1.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ingestion.formats.cells import day_of
from ingestion.formats.statement import FileRefused, within_bounds
from ingestion.formats.text import beginning, decode

Record = dict[str, Any]


def looks_like_json(data: bytes, *words: str) -> bool:
    """Whether the text begins as JSON does and holds all of the words as names or values."""
    text = beginning(data).lstrip("\ufeff \t\r\n")
    return text.startswith(("{", "[")) and all(f'"{word}"' in text for word in words)


def read_json(data: bytes) -> tuple[Any, str]:
    """The value and the encoding; FileRefused where it is broken or nested without end."""
    decoded = decode(data)
    try:
        value = json.loads(
            decoded.text.lstrip("\ufeff"),
            parse_float=Decimal,
            parse_constant=_not_a_number,
            object_pairs_hook=_record,
        )
    except json.JSONDecodeError as error:
        raise FileRefused("bank_json_broken", error.msg[:60], error.lineno) from error
    except (RecursionError, ValueError, InvalidOperation) as error:
        raise FileRefused("bank_json_broken", str(error)[:60]) from error
    return value, decoded.encoding


def _not_a_number(text: str) -> Any:
    raise ValueError(text)


def _record(pairs: list[tuple[str, Any]]) -> Record:
    """A record; a name that stands twice in it has two values, and neither can be trusted."""
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError(f"{', '.join(sorted(name for name, _ in pairs))[:40]}: twice")
    return record


def text_in(record: Record, *path: str) -> str | None:
    """The text at the path; None where it is empty, absent or no text."""
    value: Any = record
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value.strip() or None if isinstance(value, str) else None


def day_in(record: Record, name: str, number: int) -> date | None:
    """The local day of a date or time; None where there is none, FileRefused where it is none."""
    text = text_in(record, name)
    if text is None:
        return None
    day = day_of(text, "YMD")
    if day is None:
        raise FileRefused("bank_date_unreadable", text[:40], number)
    return day


def whole_number(record: Record, name: str, number: int) -> int:
    """The count of minor units; FileRefused where it is anything but a whole number."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FileRefused("bank_amount_unreadable", f"{name}: {str(value)[:40]}", number)
    within_bounds(Decimal(value), str(value), number)
    return value
