"""Billing periods: where they begin, and how they tile a line's life (CANONICAL 2).

A grid of boundaries runs both ways from the anchor; a period is one cell of it, clipped to the
life. The full, anchored cell is kept beside the part served: it is what a stub is measured by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.durations import Duration, last_day, parse, plus_months
from tests.oracle.records import ContractLine


@dataclass(frozen=True)
class Period:
    """A billing period; `_until` is the first day after. Dates shown are inclusive, these not."""

    full_start: date
    full_until: date
    start: date
    until: date
    every: Duration

    @property
    def is_whole(self) -> bool:
        """Served from the first to the last day of the anchored period."""
        return (self.start, self.until) == (self.full_start, self.full_until)

    @property
    def full_days(self) -> int:
        """Days of the anchored period, whatever part of it is served."""
        return (self.full_until - self.full_start).days


@dataclass(frozen=True)
class Grid:
    """Boundaries of the billing periods: `boundary(k)` rises with k, for k of both signs."""

    boundary: Callable[[int], date]
    near: Callable[[date], int]

    def cell(self, day: date) -> int:
        """The k whose period holds `day`."""
        k = self.near(day)
        while self.boundary(k) > day:
            k -= 1
        while self.boundary(k + 1) <= day:
            k += 1
        return k


def _every_months(year: int, month: int, day: int, step: int) -> Grid:
    return Grid(
        boundary=lambda k: plus_months(year, month, k * step, day),
        near=lambda date_: ((date_.year - year) * 12 + date_.month - month) // step,
    )


def _every_days(first: date, step: int) -> Grid:
    return Grid(
        boundary=lambda k: first + timedelta(days=k * step),
        near=lambda date_: (date_ - first).days // step,
    )


def _anchored_on_start(line: ContractLine, every: Duration) -> Grid:
    """`start`: start_date + k × billing_period, always counted from start_date, clipped."""
    start = line.start_date
    if every.is_months:
        return _every_months(start.year, start.month, start.day, every.count)
    return _every_days(start, every.days)


def _anchored_on_calendar(line: ContractLine, every: Duration) -> Grid:
    """`calendar`: months, quarters, halves, years; weeks from the Monday of start_date's week."""
    start = line.start_date
    if every.is_months:
        if 12 % every.count:
            raise ValueError(f"no calendar boundary is named for {every.count} months")
        return _every_months(start.year, 1, 1, every.count)
    if every.days % 7:
        raise ValueError(f"no calendar boundary is named for {every.days} days")
    return _every_days(start - timedelta(days=start.weekday()), every.days)


def _anchored_on_day(line: ContractLine, every: Duration) -> Grid:
    """`day`: the first such day of a month from start_date on, then every billing_period."""
    start, day = line.start_date, line.billing_anchor_day
    if day is None:
        raise ValueError(f"{line.contract_line_id}: anchor `day` without billing_anchor_day")
    is_ahead = min(day, last_day(start.year, start.month)) >= start.day
    first = plus_months(start.year, start.month, 0 if is_ahead else 1, day)
    if every.is_months:
        return _every_months(first.year, first.month, day, every.count)
    return _every_days(first, every.days)


def _anchored_on_date(line: ContractLine, every: Duration) -> Grid:
    """`date`: billing_anchor_date ± k × billing_period."""
    anchor = line.billing_anchor_date
    if anchor is None:
        raise ValueError(f"{line.contract_line_id}: anchor `date` without billing_anchor_date")
    if every.is_months:
        return _every_months(anchor.year, anchor.month, anchor.day, every.count)
    return _every_days(anchor, every.days)


ANCHORS: dict[str, Callable[[ContractLine, Duration], Grid]] = {
    "start": _anchored_on_start,
    "calendar": _anchored_on_calendar,
    "day": _anchored_on_day,
    "date": _anchored_on_date,
}


def billing_periods(line: ContractLine, first: date, until: date) -> Iterator[Period]:
    """The billing periods of a recurring line that tile `first` to the day before `until`."""
    if line.billing_period is None:
        raise ValueError(f"{line.contract_line_id}: recurring without billing_period")
    every = parse(line.billing_period)
    grid = ANCHORS[line.billing_anchor](line, every)
    k = grid.cell(first)
    while grid.boundary(k) < until:
        full_start, full_until = grid.boundary(k), grid.boundary(k + 1)
        yield Period(full_start, full_until, max(full_start, first), min(full_until, until), every)
        k += 1
