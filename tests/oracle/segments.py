"""Segments: maximal stretches of a billing period on which the terms stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from tests.oracle.durations import day_before
from tests.oracle.periods import Period
from tests.oracle.proration import UNCUT, ratio_through
from tests.oracle.terms import Terms


@dataclass(frozen=True)
class Segment:
    """A stretch of one billing period, its terms and its exact share of the full period."""

    period: Period
    start: date
    until: date
    terms: Terms
    ratio: Fraction


def _cuts(
    period: Period, terms_on: Callable[[date], Terms], may_change_on: Iterable[date]
) -> list[date]:
    """The days inside the period on which the terms do change; the first served day opens it."""
    inside = sorted(day for day in may_change_on if period.start < day < period.until)
    return [
        period.start,
        *(day for day in inside if terms_on(day) != terms_on(day_before(day))),
        period.until,
    ]


def segments_of(
    period: Period,
    terms_on: Callable[[date], Terms],
    may_change_on: Iterable[date],
    convention: str,
) -> Iterator[Segment]:
    """Cut one billing period (CANONICAL 2, Segments).

    A segment's ratio is the ratio through its last day less the ratio through the day before its
    first, so that cutting never changes the period's share.
    """
    days = (
        [period.start, period.until]
        if convention in UNCUT
        else _cuts(period, terms_on, may_change_on)
    )
    for start, until in pairwise(days):
        yield Segment(
            period=period,
            start=start,
            until=until,
            terms=terms_on(start),
            ratio=ratio_through(period, until, convention)
            - ratio_through(period, start, convention),
        )
