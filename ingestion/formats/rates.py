"""Reads what central banks publish: exchange rates and price indexes, one value a day or month.

Data flow: bytes → the publisher known by content → values as they stand, text still, or
`FileRefused`. Whether a value is a number or a day is for the checks of the table to say.

- Banco Central de Chile: the JSON answer of its statistics database (`GetSeries`), one or a list.
- European Central Bank: the XML of its reference rates (`eurofxref*.xml`), units for one euro.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingestion.formats.statement import FileRefused
from ingestion.formats.text import beginning, decode
from ingestion.formats.xml import XmlRefused, parse_xml

_DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(\d{4})")
# A day without trade has no value: the bank writes so, and no rate is missing by mistake.
_NOT_PUBLISHED = frozenset({"ND", "NA"})


@dataclass(frozen=True)
class PublishedValue:
    """One value of a series; `value` is None where the publisher says that there is none."""

    series_id: str
    observed_on: str | None
    value: str | None
    publisher: str = field(default="", compare=False)  # ecb, bcentral


def read_published(data: bytes) -> list[PublishedValue]:
    """Every value in the file; FileRefused where it is of no known publisher, or broken."""
    text = beginning(data).lstrip("\ufeff \t\r\n")
    if not text:
        raise FileRefused("rates_file_empty")
    if text.startswith("<"):
        return list(_euro_rates(data))
    if text[0] in "{[":
        return list(_series(data))
    raise FileRefused("rates_format_unknown", text[:40])


def _series(data: bytes) -> Iterator[PublishedValue]:
    """Each answer of `GetSeries`; its dates are written day first."""
    try:
        found = json.loads(decode(data).text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise FileRefused("rates_json_broken", error.msg, error.lineno) from error
    for answer in found if isinstance(found, list) else [found]:
        if not isinstance(answer, dict) or "Series" not in answer:
            raise FileRefused("rates_format_unknown", str(answer)[:40])
        if answer.get("Codigo") not in ("0", None):
            raise FileRefused("rates_answer_failed", str(answer.get("Descripcion")))
        yield from _observations(answer["Series"])


def _observations(series: Any) -> Iterator[PublishedValue]:
    if not isinstance(series, dict) or not series.get("seriesId"):
        raise FileRefused("rates_format_unknown", "seriesId")
    for one in series.get("Obs") or ():
        day = str(one.get("indexDateString") or "") or None
        value = one.get("value")
        is_none = one.get("statusCode") in _NOT_PUBLISHED or value in (None, "", "NaN")
        yield PublishedValue(
            str(series["seriesId"]),
            _iso(day) if day else None,
            None if is_none else str(value),
            "bcentral",
        )


def _iso(day: str) -> str:
    """`31-01-2026` is 2026-01-31; anything else stays, and is no date."""
    found = _DAY_FIRST.fullmatch(day)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else day


def _euro_rates(data: bytes) -> Iterator[PublishedValue]:
    """`<Cube time="…"><Cube currency="USD" rate="1.17"/>`: US dollars for one euro."""
    try:
        root = parse_xml(data)
    except XmlRefused as refused:
        if refused.is_doctype:
            raise FileRefused("rates_doctype_refused") from refused
        raise FileRefused("rates_xml_broken", refused.detail, refused.line_number) from refused
    days = root.findall(".//{*}Cube[@time]")
    if not days:
        raise FileRefused("rates_format_unknown", str(root.tag)[:40])
    for day in days:
        for rate in day.findall("{*}Cube"):
            # The series' name in the bank's own database.
            series_id = f"EXR.D.{rate.get('currency')}.EUR.SP00.A"
            yield PublishedValue(series_id, day.get("time"), rate.get("rate"), "ecb")
