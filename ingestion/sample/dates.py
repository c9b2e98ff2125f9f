"""Dates of the sample company: months are added from a fixed day and clipped to the month's end."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)


def months_in(period: str) -> int:
    """The months of `P1M`, `P3M`, `P1Y`: the sample company sells no other period."""
    count, unit = int(period[1:-1]), period[-1]
    return count * {"M": 1, "Y": 12}[unit]


def on_day(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """The day so many months on, clipped; `day_of_month` restores an anchor clipped before."""
    index = day.year * 12 + day.month - 1 + months
    return on_day(index // 12, index % 12 + 1, day_of_month or day.day)


def first_of_month(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    """The last day of the day's month."""
    return add_months(first_of_month(day), 1) - DAY


def weekday_from(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def days_between(first: date, last: date) -> int:
    """Days of an inclusive span."""
    return (last - first).days + 1
