"""What a billing period costs when the price is for another period."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.durations import Duration, Unit, parse, plus_months


@pytest.mark.parametrize(
    ("billing", "price", "times"),
    [
        ("P3M", "P1M", Fraction(3)),
        ("P1Y", "P1M", Fraction(12)),
        ("P1M", "P1Y", Fraction(1, 12)),
        ("P2W", "P1D", Fraction(14)),
        ("P10D", "P1W", Fraction(10, 7)),
        # Mixed: 1 year = 12 months = 52 weeks = 365 days.
        ("P1M", "P1W", Fraction(52, 12)),
        ("P1Y", "P1D", Fraction(365)),
        ("P2W", "P1M", Fraction(24, 52)),
        ("P10D", "P1Y", Fraction(10, 365)),
        ("P1Y6M", "P1M", Fraction(18)),
    ],
)
def test_billing_period_over_price_period(billing: str, price: str, times: Fraction) -> None:
    assert parse(billing).over(parse(price)) == times


def test_a_year_is_twelve_months() -> None:
    assert parse("P2Y") == Duration(24, Unit.MONTH)


@pytest.mark.parametrize("text", ["P", "P0M", "1M", "P1M2D", "PT1H", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse(text)


def test_a_month_end_is_clipped_and_comes_back() -> None:
    days = [str(plus_months(2024, 1, months, 31)) for months in range(-2, 4)]
    assert days == [
        "2023-11-30",
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
    ]
