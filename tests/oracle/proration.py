"""The share of a full period's price that a served part costs, one function per convention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.oracle.periods import Period


def _actual(period: Period, until: date) -> Fraction:
    """Days served ÷ days of the full period."""
    return Fraction((until - period.start).days, period.full_days)


def _full(period: Period, until: date) -> Fraction:  # noqa: ARG001
    """A stub costs the whole period."""
    return Fraction(1)


def _none(period: Period, until: date) -> Fraction:  # noqa: ARG001
    """A stub costs nothing."""
    return Fraction(0)


CONVENTIONS: dict[str, Callable[[Period, date], Fraction]] = {
    "actual": _actual,
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
