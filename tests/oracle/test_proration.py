"""Day counts: the share of a period that a stub costs, each convention worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.examples import amendment, amounts, contract, day, line, rows, spans


def _net(proration: str, price: int, start: str, end: str, **terms: Any) -> list[str]:
    """The amounts of a line from its first day to its last, `price` for each billing period."""
    period = terms.get("billing_period", "P1M")
    stub = line(
        proration=proration,
        unit_price=Decimal(price),
        price_period=period,
        start_date=day(start),
        end_date=day(end),
        **terms,
    )
    return amounts(rows(stub, contract_=contract(currency="CLP")))


def test_actual_month_counts_a_trailing_stub_forward() -> None:
    """15 January to 20 March: two months to the 15th, then 6 of March's 31 days."""
    quarter = {"billing_period": "P3M", "billing_anchor": "start"}
    # 93,000 a quarter is 31,000 a month: 62,000 + 6,000.
    assert _net("actual_month", 93000, "2026-01-15", "2026-03-20", **quarter) == ["68000"]


def test_actual_month_counts_a_leading_stub_back_from_the_boundary() -> None:
    """10 February to 31 March: March whole, then 19 of February's 28 days."""
    quarter = {"billing_period": "P3M", "billing_anchor": "calendar"}
    # 84,000 a quarter is 28,000 a month: 28,000 + 19,000.
    assert _net("actual_month", 84000, "2026-02-10", "2026-03-31", **quarter) == ["47000"]


def test_actual_month_clips_to_the_month_end() -> None:
    """31 January to 27 February is one month to the clipped day; the 28th is one day more."""
    quarter = {"billing_period": "P3M", "billing_anchor": "start"}
    assert _net("actual_month", 84000, "2026-01-31", "2026-02-27", **quarter) == ["28000"]
    assert _net("actual_month", 84000, "2026-01-31", "2026-02-28", **quarter) == ["29000"]


@pytest.mark.parametrize(
    ("start", "end", "net"),
    [
        # d1, the day after the last, and their distance:
        ("2026-02-20", "2026-02-28", "11000"),  # 20, 1 March: 30 + 1 − 20
        ("2026-02-28", "2026-02-28", "1000"),  # the last of its month is 30: 30 + 1 − 30
        ("2026-05-30", "2026-05-31", "1000"),  # 30, 1 June
        ("2026-05-01", "2026-05-30", "30000"),  # 1, 31 stays 31: 30
        ("2026-05-01", "2026-05-29", "29000"),
        ("2024-02-01", "2024-02-28", "28000"),
    ],
)
def test_thirty_360(start: str, end: str, net: str) -> None:
    assert _net("thirty_360", 30000, start, end, billing_anchor="calendar") == [net]


def test_thirty_360_from_the_last_of_january() -> None:
    """31 January is a 30th: 15 days to 14 February."""
    assert _net("thirty_360", 30000, "2026-01-31", "2026-02-14") == ["15000"]


def test_under_thirty_360_the_thirty_first_after_a_thirtieth_is_no_day_of_its_own() -> None:
    """The 30th runs to 31 May, which counts as the 30th: nothing; the 31st has the one day."""
    stub = line(
        proration="thirty_360",
        unit_price=Decimal(30000),
        start_date=day("2026-05-30"),
        end_date=day("2026-05-31"),
        billing_anchor="calendar",
    )
    schedule = rows(stub, amendment("price", "2026-05-31", unit_price=Decimal(60000)))
    assert spans(schedule) == [("2026-05-30", "2026-05-30"), ("2026-05-31", "2026-05-31")]
    assert amounts(schedule) == ["0", "2000"]


@pytest.mark.parametrize(
    ("start", "end", "net"),
    [
        ("2026-05-02", "2026-05-31", "30000"),
        ("2026-05-03", "2026-05-31", "29000"),
        ("2026-02-01", "2026-02-27", "27000"),
        ("2026-02-01", "2026-02-28", "30000"),  # served whole
    ],
)
def test_fixed_30(start: str, end: str, net: str) -> None:
    assert _net("fixed_30", 30000, start, end, billing_anchor="calendar") == [net]


def test_no_share_is_above_one() -> None:
    """A quarter of 92 days less its first: 91 of 90 days."""
    quarter = {"billing_period": "P3M", "billing_anchor": "calendar"}
    assert _net("fixed_30", 90000, "2025-07-02", "2025-09-30", **quarter) == ["90000"]


def test_actual_365() -> None:
    """17 days × 12 ÷ 365 of 36,500."""
    calendar = {"billing_anchor": "calendar"}
    assert _net("actual_365", 36500, "2026-05-15", "2026-05-31", **calendar) == ["20400"]


def test_actual_365_of_weeks_and_days() -> None:
    """Two weeks are 24 ÷ 52 months: 7 days × 26 ÷ 365; ten days are 120 ÷ 365: 5 of 10."""
    assert _net("actual_365", 36500, "2026-05-04", "2026-05-10", billing_period="P2W") == ["18200"]
    assert _net("actual_365", 36500, "2026-05-04", "2026-05-08", billing_period="P10D") == ["18250"]


@pytest.mark.parametrize("proration", ["actual_month", "thirty_360", "fixed_30"])
def test_of_weeks_and_days_the_month_conventions_are_actual(proration: str) -> None:
    assert _net(proration, 14000, "2026-05-04", "2026-05-10", billing_period="P2W") == ["7000"]


def test_full_and_none() -> None:
    assert _net("full", 31000, "2026-05-04", "2026-05-10") == ["31000"]
    assert _net("none", 31000, "2026-05-04", "2026-05-10") == ["0"]
    assert _net("none", 31000, "2026-05-01", "2026-05-31", billing_anchor="calendar") == ["31000"]
