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


def rounded_to(amount: Fraction, places: int) -> Decimal:
    """`amount` to so many decimals, half away from zero."""
    scaled = abs(amount) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if amount >= 0 else -units).scaleb(-places)


def rounded(amount: Fraction, currency: str) -> Decimal:
    """`amount` to the minor unit of `currency`, half away from zero (CANONICAL 2, Segments)."""
    return rounded_to(amount, MINOR_UNITS[currency])


def price_places(price: Decimal, currency: str) -> int:
    """Decimals a price is rounded to when it rises: the minor unit's, or its own where it has more.

    A trailing zero is no decimal: 10.50 and 10.5 are one price.
    """
    exponent = price.normalize().as_tuple().exponent
    return max(MINOR_UNITS[currency], -int(exponent))
