"""Rounding: once, half away from zero, to the minor unit of the amount's currency."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

# ISO 4217 minor units of the currencies the tests use; CLF is Chile's UF, with four.
MINOR_UNITS = {
    "CLF": 4,
    "CLP": 0,
    "EUR": 2,
    "JPY": 0,
    "KWD": 3,
    "MXN": 2,
    "USD": 2,
}


def rounded(amount: Fraction, currency: str) -> Decimal:
    """`amount` to the minor unit of `currency`, half away from zero (CANONICAL 2, Segments)."""
    places = MINOR_UNITS[currency]
    scaled = abs(amount) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if amount >= 0 else -units).scaleb(-places)
