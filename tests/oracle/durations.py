"""ISO 8601 durations, and what one costs in terms of another."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

_WRITTEN = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


class Unit(Enum):
    """What a duration is counted in, and how many of it make a year where units are mixed."""

    MONTH = 12
    WEEK = 52
    DAY = 365


@dataclass(frozen=True)
class Duration:
    """A whole number of months, weeks or days; a year is twelve months."""

    count: int
    unit: Unit

    @property
    def is_months(self) -> bool:
        """True for months and years, which follow the calendar; weeks and days count days."""
        return self.unit is Unit.MONTH

    @property
    def days(self) -> int:
        """The days of a week or day duration."""
        if self.is_months:
            raise ValueError("months have no fixed number of days")
        return self.count * (7 if self.unit is Unit.WEEK else 1)

    def over(self, other: Duration) -> Fraction:
        """How many times `other` goes into this one (CANONICAL 2, Amount).

        Exact where both are months or years, or both weeks or days; otherwise
        1 year = 12 months = 52 weeks = 365 days.
        """
        if self.is_months != other.is_months:
            return Fraction(self.count, self.unit.value) / Fraction(other.count, other.unit.value)
        if self.is_months:
            return Fraction(self.count, other.count)
        return Fraction(self.days, other.days)


def parse(text: str) -> Duration:
    """Read `P1M`, `P1Y6M`, `P2W`, `P10D`."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(f"not a duration: {text}")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    counted = [
        Duration(count, unit)
        for count, unit in ((years * 12 + months, Unit.MONTH), (weeks, Unit.WEEK), (days, Unit.DAY))
        if count
    ]
    if len(counted) != 1:
        raise ValueError(f"not a duration of one kind: {text}")
    return counted[0]


def last_day(year: int, month: int) -> int:
    """28, 29, 30 or 31."""
    return calendar.monthrange(year, month)[1]


def plus_months(year: int, month: int, months: int, day: int) -> date:
    """`day` of the month that lies `months` after the given one, clipped to the month's end.

    The day is the anchor's own, so that 31 January, 28 February, 31 March follow one another.
    """
    years, index = divmod(month - 1 + months, 12)
    return date(year + years, index + 1, min(day, last_day(year + years, index + 1)))


def day_before(day: date) -> date:
    """The last inclusive day of a stretch that ends where `day` begins."""
    return day - timedelta(days=1)
