"""Reads the fields of an e-invoice's XML: amounts, days, texts that must be there.

Data flow: element and path of local names → value, or None where the field is empty or absent.
What cannot be read refuses the file: an amount that is guessed is worse than none.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from ingestion.formats.statement import MAX_AMOUNT, FileRefused
from ingestion.formats.xml import XmlRefused, parse_xml, text_at

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
# As many as the raw tables keep: prices have up to ten decimals, amounts up to six.
_MAX_DECIMALS = 16


def tree(data: bytes) -> etree._Element:
    """The root of the file; FileRefused where it has a DOCTYPE or is broken."""
    try:
        return parse_xml(data)
    except XmlRefused as refused:
        if refused.is_doctype:
            raise FileRefused("einvoice_doctype_refused") from refused
        raise FileRefused("einvoice_xml_broken", refused.detail, refused.line_number) from refused


def name_of(element: etree._Element) -> str:
    """The local name of an element."""
    return str(etree.QName(element).localname)


def required(text: str | None, field: str, element: etree._Element) -> str:
    """The text; FileRefused where a field without which nothing can be told is missing."""
    if not text:
        raise FileRefused("einvoice_field_missing", field, element.sourceline)
    return text


def decimal_of(text: str | None, element: etree._Element) -> Decimal | None:
    """`1234.50`, `-3` or `.5`: a point and no thousands separators, as all these formats demand."""
    if text is None or not (text := text.strip()):
        return None
    if not _NUMBER.fullmatch(text):
        raise FileRefused("einvoice_amount_unreadable", text[:40], element.sourceline)
    number = Decimal(text)
    decimals = -int(number.as_tuple().exponent)
    if abs(number) >= MAX_AMOUNT or decimals > _MAX_DECIMALS:
        raise FileRefused("einvoice_amount_out_of_bounds", text[:40], element.sourceline)
    return number


def decimal_at(element: etree._Element | None, path: str) -> Decimal | None:
    """The number at a path."""
    return None if element is None else decimal_of(text_at(element, path), element)


def required_decimal(element: etree._Element, path: str) -> Decimal:
    """The number at a path; FileRefused where there is none."""
    number = decimal_at(element, path)
    if number is None:
        raise FileRefused("einvoice_field_missing", path, element.sourceline)
    return number


def day_of(text: str | None, element: etree._Element) -> date | None:
    """The local day of `2026-01-31`, `20260131` or a moment of it; a time zone is not converted."""
    if text is None or not (text := text.strip()):
        return None
    try:
        digits = text[:10] if text[4:5] == "-" else text[:8]
        return date.fromisoformat(digits)
    except ValueError:
        raise FileRefused("einvoice_date_unreadable", text[:40], element.sourceline) from None


def day_at(element: etree._Element | None, path: str) -> date | None:
    """The day at a path."""
    return None if element is None else day_of(text_at(element, path), element)


def required_day(day: date | None, field: str, element: etree._Element) -> date:
    """The day; FileRefused where a document does not say when it was issued."""
    if day is None:
        raise FileRefused("einvoice_field_missing", field, element.sourceline)
    return day


def moment_at(element: etree._Element, path: str) -> datetime | None:
    """The local moment at a path, as written; None where there is none."""
    text = text_at(element, path)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FileRefused("einvoice_date_unreadable", text[:40], element.sourceline) from None
