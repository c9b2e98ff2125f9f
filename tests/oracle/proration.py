"""The share of a full period's price that a served part costs, one function per convention."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.durations import Duration, Unit, last_day, plus_months
from tests.oracle.periods import Period

MONTHS_OF_A_YEAR = Unit.MONTH.value
DAYS_OF_A_YEAR = Unit.DAY.value
DAYS_OF_A_MONTH = 30


def _days(first: date, until: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((until - first).days))


def _months(every: Duration) -> Fraction:
    """Months of a billing period, 1 year = 12 months = 52 weeks = 365 days."""
    return Fraction(every.count * MONTHS_OF_A_YEAR, every.unit.value)


def _actual(period: Period, until: date) -> Fraction:
    """Days served ÷ days of the full period."""
    return Fraction((until - period.start).days, period.full_days)


def _moved(day: date, months: int) -> date:
    return plus_months(day.year, day.month, months, day.day)


def _actual_month(period: Period, until: date) -> Fraction:
    """Whole months from the boundary the stub touches, each day left ÷ the days of its month.

    A stub that begins with its period is counted forward, a leading one back from its end.
    """
    if not period.every.is_months:
        return _actual(period, until)
    first, whole = period.start, 0
    if first == period.full_start:
        while _moved(first, whole + 1) <= until:
            whole += 1
        rest = _days(_moved(first, whole), until)
    else:
        while _moved(until, -(whole + 1)) >= first:
            whole += 1
        rest = _days(first, _moved(until, -whole))
    left = sum((Fraction(1, last_day(day.year, day.month)) for day in rest), Fraction(0))
    return (whole + left) / period.every.count


def _thirty_360(period: Period, until: date) -> Fraction:
    """US rule on the first day served and the day after the last."""
    if not period.every.is_months:
        return _actual(period, until)
    first = period.start
    d1 = DAYS_OF_A_MONTH if first.day == last_day(first.year, first.month) else first.day
    d2 = DAYS_OF_A_MONTH if until.day == 31 and d1 == DAYS_OF_A_MONTH else until.day
    months = (until.year - first.year) * MONTHS_OF_A_YEAR + until.month - first.month
    return Fraction(DAYS_OF_A_MONTH * months + d2 - d1, DAYS_OF_A_MONTH * period.every.count)


def _fixed_30(period: Period, until: date) -> Fraction:
    """Days ÷ 30 per month of the period."""
    if not period.every.is_months:
        return _actual(period, until)
    return Fraction((until - period.start).days, DAYS_OF_A_MONTH * period.every.count)


def _actual_365(period: Period, until: date) -> Fraction:
    """Days × 12 ÷ (365 × months of the period)."""
    served = (until - period.start).days
    return Fraction(served * MONTHS_OF_A_YEAR) / (DAYS_OF_A_YEAR * _months(period.every))


def _full(period: Period, until: date) -> Fraction:  # noqa: ARG001
    """A stub costs the whole period."""
    return Fraction(1)


def _none(period: Period, until: date) -> Fraction:  # noqa: ARG001
    """A stub costs nothing."""
    return Fraction(0)


CONVENTIONS: dict[str, Callable[[Period, date], Fraction]] = {
    "actual": _actual,
    "actual_month": _actual_month,
    "thirty_360": _thirty_360,
    "fixed_30": _fixed_30,
    "actual_365": _actual_365,
    "full": _full,
    "none": _none,
}
DEFAULT = "actual"

# Under these the terms of the first served day hold for the whole period: nothing cuts it.
UNCUT = frozenset({"full", "none"})


def ratio_through(period: Period, until: date, convention: str) -> Fraction:
    """From the period's first served day to the day before `until` (CANONICAL 2, Segments).

    1 when the period is served whole; never above 1; 0 before the first day.
    """
    if until <= period.start:
        return Fraction(0)
    if period.is_whole and until == period.until:
        return Fraction(1)
    return min(CONVENTIONS[convention](period, until), Fraction(1))
