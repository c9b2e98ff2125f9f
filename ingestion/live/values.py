"""Numbers of systems that keep them as floats, as the decimals that are meant.

JSON is read without floats (`Api.decoded`): what is left of one is the shortest decimal that was
written for it, with noise such as -5860.400000000001. Money has four decimals at most, prices and
quantities eight, rates sixteen; what lies beyond is noise, and is rounded half away from zero.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ingestion.tabular.columns import Kind

_KEPT = {
    Kind.AMOUNT: Decimal("1e-4"),
    Kind.PRICE: Decimal("1e-8"),
    Kind.QUANTITY: Decimal("1e-8"),
    Kind.PERCENT: Decimal("1e-8"),
    Kind.RATE: Decimal("1e-16"),
    Kind.POSITIVE_RATE: Decimal("1e-16"),
}
_DIGITS = 28  # more cannot be rounded


def number_text(number: Decimal, kind: Kind) -> str:
    """The number as its kind keeps it; one that is too large is left to the checks."""
    kept = _KEPT.get(kind)
    if kept is None or not number.is_finite() or number.adjusted() - kept.adjusted() >= _DIGITS:
        return f"{number:f}"
    return f"{number.quantize(kept, ROUND_HALF_UP):f}"
