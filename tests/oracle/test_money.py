"""Half away from zero, to the minor unit: worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.money import rounded


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (Fraction("58064.5"), "CLP", "58065"),
        (Fraction("-58064.5"), "CLP", "-58065"),
        (Fraction("-0.4"), "CLP", "0"),
        (Fraction("1.00005"), "CLF", "1.0001"),
        (Fraction("-1.00005"), "CLF", "-1.0001"),
        (Fraction(2, 3), "USD", "0.67"),
        (Fraction("0.005"), "USD", "0.01"),
        (Fraction("0.0049999999999999"), "USD", "0.00"),
        (Fraction("2.0005"), "KWD", "2.001"),
        (Fraction(31000), "CLP", "31000"),
    ],
)
def test_a_half_goes_away_from_zero(amount: Fraction, currency: str, expected: str) -> None:
    assert str(rounded(amount, currency)) == expected
