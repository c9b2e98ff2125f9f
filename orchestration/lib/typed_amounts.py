"""Amounts that people type: read where they can be read in one way only, else refused.

A comma or a point that parts exactly three digits may stand for thousands or for decimals. Alone it
is read as the sheet's language writes thousands (60.000 in Spanish, 60,000 in English), and the
other way round it is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

_LONE = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
# Whole part, plain or in groups of three, and decimals behind the other separator.
_FORMS = tuple(
    (group, re.compile(rf"([0-9]+|[1-9][0-9]{{0,2}}(?:\{group}[0-9]{{3}})+)(?:\{point}([0-9]+))?"))
    for group, point in ((",", "."), (".", ","))
)
_MOST_DIGITS = 14


class AmbiguousAmount(ValueError):
    """The separator may part thousands or decimals."""


def read_amount(text: str, language: str, minor_units: int) -> Decimal | None:
    """The amount above zero that a text is, exact in its currency's minor units; None where it is
    none. Raises AmbiguousAmount where it may be two."""
    group = "." if language == "es" else ","
    if lone := _LONE.fullmatch(text):
        # Of a currency with three decimals, both readings are plausible in any language.
        if lone[1] != group or minor_units > 2:
            raise AmbiguousAmount(text)
        return Decimal(text.replace(group, ""))
    for thousands, form in _FORMS:
        if found := form.fullmatch(text):
            whole, decimals = found[1].replace(thousands, "").lstrip("0"), found[2] or ""
            decimals = decimals.rstrip("0")
            if len(whole) > _MOST_DIGITS or len(decimals) > minor_units or not whole + decimals:
                return None
            return Decimal(f"{whole or 0}.{decimals}" if decimals else whole)
    return None
