"""Exchange rates the sample company could have looked up: UF daily, dollar and peso on weekdays.

Data flow: seed, window → published rates → `Rates.on`, the rate that a day is held at.
The UF moves by a constant daily factor from the 10th to the next 9th, after a monthly CPI, and is
published to the next 9th: so its last values lie after the as-of date, as they do in life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.dates import DAY, add_months, first_of_month

LOOK_BACK = timedelta(days=7)
HOLIDAYS = {(1, 1), (5, 1), (9, 18), (9, 19), (12, 25)}
UF_START = Decimal("38247.92")
MONTHLY_CPI_TENTHS = (-2, 1, 2, 2, 3, 3, 4, 4, 5, 6, 9, 11)


@dataclass(frozen=True)
class Rate:
    """One published rate: 1 `from_currency` = `rate` `to_currency`."""

    rate_date: date
    from_currency: str
    to_currency: str
    rate: Decimal


@dataclass(frozen=True)
class Rates:
    """Every published rate, and the rule by which one is looked up."""

    published: tuple[Rate, ...]
    by_day: dict[tuple[str, str, date], Decimal]

    def on(self, from_currency: str, to_currency: str, day: date) -> Fraction | None:
        """The rate of that day or the last of the 7 days before; the opposite pair inverted."""
        if from_currency == to_currency:
            return Fraction(1)
        for back in range(LOOK_BACK.days + 1):
            rate = self.by_day.get((from_currency, to_currency, day - back * DAY))
            if rate is not None:
                return Fraction(rate)
        for back in range(LOOK_BACK.days + 1):
            rate = self.by_day.get((to_currency, from_currency, day - back * DAY))
            if rate is not None:
                return 1 / Fraction(rate)
        return None


def publish_rates(seed: int, first: date, as_of: date) -> Rates:
    """The rates from two months before `first` to the as-of date; the UF to the next 9th."""
    since = add_months(first_of_month(first), -2)
    rng = random.Random(f"{seed}/rates")
    published = [
        *(Rate(day, "CLF", "CLP", uf) for day, uf in _uf(rng, since, as_of) if day >= since),
        *_walk(rng, "USD", "CLP", since, as_of, (94_800, 95_500, 420, 2)),
        *_walk(rng, "USD", "MXN", since, as_of, (188_400, 186_000, 900, 4)),
        *_walk(rng, "MXN", "CLP", since, as_of, (504_000, 512_000, 2_600, 4)),
    ]
    by_day = {
        (rate.from_currency, rate.to_currency, rate.rate_date): rate.rate for rate in published
    }
    return Rates(tuple(published), by_day)


def _uf(rng: random.Random, since: date, as_of: date) -> Iterator[tuple[date, Decimal]]:
    base_day, base = add_months(since, -1).replace(day=9), UF_START
    while base_day < as_of:
        last = add_months(base_day, 1)
        days = (last - base_day).days
        factor = 1 + Decimal(rng.choice(MONTHLY_CPI_TENTHS)) / 1000
        for number in range(1, days + 1):
            value = round(base * factor ** (Decimal(number) / days), 2)
            yield base_day + number * DAY, value
        base_day, base = last, round(base * factor, 2)


def _walk(
    rng: random.Random,
    from_currency: str,
    to_currency: str,
    since: date,
    as_of: date,
    course: tuple[int, int, int, int],
) -> Iterator[Rate]:
    """A walk on weekdays that returns slowly to its mean; in whole units of the last decimal."""
    value, mean, step, decimals = course
    for number in range((as_of - since).days + 1):
        day = since + number * DAY
        if day.weekday() >= 5 or (day.month, day.day) in HOLIDAYS:
            continue
        value += rng.randint(-step, step) + (mean - value) // 80
        yield Rate(day, from_currency, to_currency, Decimal(value).scaleb(-decimals))
