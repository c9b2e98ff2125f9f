"""Where billing periods begin: each anchor with its month ends and stubs, counted by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.oracle.examples import day, line
from tests.oracle.periods import Period, billing_periods


def _periods(last: str, start: str, every: str, **anchor: Any) -> list[Period]:
    first = day(start)
    priced = line(start_date=first, billing_period=every, **anchor)
    return list(billing_periods(priced, first, day(last) + timedelta(days=1)))


def _starts(periods: list[Period]) -> list[str]:
    return [str(period.start) for period in periods]


def test_from_31_january_every_month_end_is_clipped_and_31_march_comes_back() -> None:
    periods = _periods("2023-05-30", "2023-01-31", "P1M")
    assert _starts(periods) == ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    assert [period.full_days for period in periods] == [28, 31, 30, 31]


def test_from_31_january_of_a_leap_year() -> None:
    assert _starts(_periods("2024-03-30", "2024-01-31", "P1M")) == ["2024-01-31", "2024-02-29"]


def test_a_year_from_29_february_begins_on_28_february_in_other_years() -> None:
    starts = _starts(_periods("2028-12-31", "2024-02-29", "P1Y"))
    assert starts == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


@pytest.mark.parametrize(
    ("every", "starts", "first_full"),
    [
        ("P1M", ["2026-02-15", "2026-03-01"], ("2026-02-01", 28)),
        ("P3M", ["2026-02-15", "2026-04-01"], ("2026-01-01", 90)),
        ("P6M", ["2026-02-15", "2026-07-01"], ("2026-01-01", 181)),
        ("P1Y", ["2026-02-15", "2027-01-01"], ("2026-01-01", 365)),
        # 15 February 2026 is a Sunday: the week began on Monday the 9th.
        ("P1W", ["2026-02-15", "2026-02-16"], ("2026-02-09", 7)),
        ("P2W", ["2026-02-15", "2026-02-23"], ("2026-02-09", 14)),
    ],
)
def test_calendar_boundaries(every: str, starts: list[str], first_full: tuple[str, int]) -> None:
    periods = _periods(starts[-1], "2026-02-15", every, billing_anchor="calendar")
    assert _starts(periods) == starts
    assert (str(periods[0].full_start), periods[0].full_days) == first_full


def test_the_31st_of_each_month_as_anchor_day() -> None:
    """14 February: the first such day is the clipped 28th; the stub's full period is 31 days."""
    periods = _periods(
        "2026-04-30", "2026-02-14", "P1M", billing_anchor="day", billing_anchor_day=31
    )
    assert _starts(periods) == ["2026-02-14", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert (str(periods[0].full_start), periods[0].full_days) == ("2026-01-31", 28)


def test_a_start_on_the_anchor_day_has_no_stub() -> None:
    periods = _periods(
        "2026-03-30", "2026-02-28", "P1M", billing_anchor="day", billing_anchor_day=30
    )
    assert _starts(periods) == ["2026-02-28", "2026-03-30"]
    assert periods[0].is_whole


def test_a_yearly_anchor_day_begins_on_the_first_such_day_not_a_year_later() -> None:
    periods = _periods(
        "2027-06-30", "2026-01-31", "P1Y", billing_anchor="day", billing_anchor_day=15
    )
    assert _starts(periods) == ["2026-01-31", "2026-02-15", "2027-02-15"]
    assert periods[0].full_days == 365


def test_weeks_counted_from_an_anchor_day() -> None:
    periods = _periods(
        "2026-02-01", "2026-01-10", "P1W", billing_anchor="day", billing_anchor_day=15
    )
    assert _starts(periods) == ["2026-01-10", "2026-01-15", "2026-01-22", "2026-01-29"]
    assert str(periods[0].full_start) == "2026-01-08"


def test_an_anchor_date_reaches_back_before_itself() -> None:
    periods = _periods(
        "2026-05-31",
        "2026-01-10",
        "P3M",
        billing_anchor="date",
        billing_anchor_date=day("2027-08-31"),
    )
    assert _starts(periods) == ["2026-01-10", "2026-02-28", "2026-05-31"]
    assert str(periods[0].full_start) == "2025-11-30"


def test_the_last_period_ends_with_the_life() -> None:
    last = _periods("2026-03-17", "2026-01-01", "P1M")[-1]
    assert (str(last.start), str(last.until), last.full_days) == ("2026-03-01", "2026-03-18", 31)
