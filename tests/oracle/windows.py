"""Windows and amendments of one kind: which of them is in force on a day (CANONICAL 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.clauses import Clauses
from tests.oracle.records import Adjustment


@dataclass(frozen=True)
class Source:
    """Where a quantity or a price comes from: None is the line's own row."""

    first_day: date
    value: Decimal


def is_in_force(window: Adjustment, day: date) -> bool:
    """Both days of a window are inclusive; without an end it goes on."""
    return window.start_date <= day and (window.end_date is None or day <= window.end_date)


def in_force(kind: str, day: date, adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """The windows of one kind that hold `day`."""
    return [one for one in adjustments if one.kind == kind and is_in_force(one, day)]


def began_last(windows: Iterable[Adjustment]) -> Adjustment | None:
    """Of several windows the one that began last; of one day the higher id."""
    return max(windows, key=lambda one: (one.start_date, one.adjustment_id), default=None)


def _candidates(
    kind: str, day: date, clauses: Clauses
) -> Iterator[tuple[tuple[date, bool, date, str], Decimal | None]]:
    for amendment in clauses.amendments:
        if amendment.kind == kind and amendment.effective_date <= day:
            order = amendment.effective_date, True, amendment.signed_on, amendment.amendment_id
            yield order, amendment.unit_price if kind == "price" else amendment.quantity
    for window in in_force(kind, day, clauses.adjustments):
        yield (window.start_date, False, date.min, window.adjustment_id), window.value


def source_on(kind: str, day: date, clauses: Clauses) -> Source | None:
    """The amendment or window of a kind, `price` or `quantity`, that counts on `day`.

    The one that began last; of one day the amendment, then the later signed, then the higher id.
    One that begins before the line does is in force on its first day; None is the line's own.
    """
    last = max(_candidates(kind, day, clauses), key=lambda one: one[0], default=None)
    if last is None:
        return None
    order, value = last
    if value is None:
        raise ValueError(f"{clauses.line.contract_line_id}: {kind} without its value on {day}")
    return Source(order[0], value)
