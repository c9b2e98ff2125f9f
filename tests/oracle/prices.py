"""Prices that rise: uplift and index, step by step at the anniversaries of the line's start.

Data flow: the source of the price in force (the line, an amendment or a window) → its steps.
Every source has a chain of its own, which goes on while another source covers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle.clauses import Clauses
from tests.oracle.durations import plus_months
from tests.oracle.money import price_places, rounded_to
from tests.oracle.records import Adjustment
from tests.oracle.windows import Source, began_last, is_in_force, source_on

RISES = ("uplift_percent", "index")
DEFAULT_LAG = 1


def anniversaries(start: date, until: date) -> Iterator[date]:
    """The anniversaries of `start` before `until`; 29 February is the 28th in other years."""
    years = 1
    while (day := plus_months(start.year, start.month, 12 * years, start.day)) < until:
        yield day
        years += 1


def _percent(value: Decimal | None) -> Fraction:
    return Fraction(value or 0) / 100


def _indexed(
    price: Decimal,
    source: Source,
    window: Adjustment,
    days: tuple[date, date, date],
    clauses: Clauses,
) -> Fraction | None:
    """The price after one index step, or None where a month is missing.

    `days` are the source's base day, the anniversary before (first: the base day) and this one.
    """
    lag = DEFAULT_LAG if window.index_lag_months is None else window.index_lag_months
    base, before, now = (clauses.indexes.before(day, window.index_code, lag) for day in days)
    if window.cap_percent is None and window.floor_percent is None:
        return None if now is None or base is None else Fraction(source.value) * now / base
    if now is None or before is None:
        return None
    factor = now / before
    if window.floor_percent is not None:
        factor = max(factor, 1 + _percent(window.floor_percent))
    if window.cap_percent is not None:
        factor = min(factor, 1 + _percent(window.cap_percent))
    return Fraction(price) * factor


def _risen(day: date, source: Source, clauses: Clauses) -> Decimal:
    """The price of a source on `day`, after its anniversaries up to and with that day.

    Only those count that come strictly after the source's first day and the line's start.
    """
    line = clauses.line
    price, previous = source.value, source.first_day
    places = price_places(source.value, clauses.contract.currency)
    for anniversary in anniversaries(line.start_date, until=date.max):
        if anniversary > day:
            break
        if anniversary <= source.first_day:
            continue
        window = began_last(
            one
            for one in clauses.adjustments
            if one.kind in RISES and is_in_force(one, anniversary)
        )
        step = None
        if window is not None and window.kind == "uplift_percent":
            step = Fraction(price) * (1 + _percent(window.value))
        elif window is not None:
            step = _indexed(
                price, source, window, (source.first_day, previous, anniversary), clauses
            )
        price = price if step is None else rounded_to(step, places)
        previous = anniversary
    return price


def _own_prices(clauses: Clauses) -> tuple[Decimal, ...]:
    if clauses.line.unit_price is not None and not clauses.tiers:
        return (clauses.line.unit_price,)
    return tuple(tier.unit_price for tier in clauses.tiers)


def prices_on(day: date, clauses: Clauses, *, may_rise: bool = True) -> tuple[Decimal, ...]:
    """The unit price of the line on `day`, or that of each of its tiers.

    A price of an amendment or window takes the place of every tier's.
    """
    own, line_start = _own_prices(clauses), clauses.line.start_date
    source = source_on("price", day, clauses)
    sources = (
        [Source(line_start, price) for price in own]
        if source is None
        else [source] * max(len(own), 1)
    )
    return tuple(_risen(day, one, clauses) if may_rise else one.value for one in sources)
