"""Money in the sample company: exact until it is rounded once, half away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

MINOR_UNITS = {"CLF": 4, "CLP": 0, "EUR": 2, "MXN": 2, "USD": 2}
ZERO = Decimal(0)


def rounded(amount: Fraction | Decimal, currency: str) -> Decimal:
    """The amount in whole minor units of its currency, halves away from zero."""
    return rounded_to(Fraction(amount), MINOR_UNITS[currency])


def rounded_to(value: Fraction, digits: int) -> Decimal:
    """The value with that many decimals, halves away from zero."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def tax_on(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Tax of one invoice line."""
    return rounded(Fraction(net) * Fraction(rate), currency)
