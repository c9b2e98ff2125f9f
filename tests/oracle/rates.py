"""Exchange rates: which day's rate a row is converted at, and what is known of that day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.oracle.durations import day_before
from tests.oracle.records import Contract, ExchangeRate

STALE_AFTER = timedelta(days=7)


class RateTable:
    """The rates known on the as-of date; later ones do not exist yet."""

    def __init__(self, rates: Iterable[ExchangeRate], as_of: date) -> None:
        self._as_of = as_of
        self._pairs: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        for rate in rates:
            if rate.rate_date <= as_of:
                pair = self._pairs.setdefault((rate.from_currency, rate.to_currency), [])
                pair.append((rate.rate_date, rate.rate))
        for pair in self._pairs.values():
            pair.sort()

    def on(self, day: date, from_currency: str, to_currency: str) -> Fraction | None:
        """The rate of `day` or of the last of the 7 days before (CANONICAL 2, Currency).

        A missing pair is 1 ÷ the opposite one, never through a third currency. For days after the
        as-of date it is the last known rate, however old; otherwise None: `missing_rate`.
        """
        if from_currency == to_currency:
            return Fraction(1)
        direct = self._last(day, from_currency, to_currency)
        if direct is not None:
            return Fraction(direct)
        opposite = self._last(day, to_currency, from_currency)
        return None if opposite is None else 1 / Fraction(opposite)

    def _last(self, day: date, from_currency: str, to_currency: str) -> Decimal | None:
        known = self._pairs.get((from_currency, to_currency), [])
        position = bisect_right(known, day, key=lambda dated: dated[0])
        if not position:
            return None
        rate_date, rate = known[position - 1]
        is_fresh = day > self._as_of or day - rate_date <= STALE_AFTER
        return rate if is_fresh else None


# The day whose rate counts, from the row's bill_on, period_start and period_end. Where no document
# is there yet, `issue_date` is the bill date.
RATE_DAYS: dict[str, Callable[[date, date, date], date]] = {
    "bill_date": lambda bill_on, start, end: bill_on,  # noqa: ARG005
    "issue_date": lambda bill_on, start, end: bill_on,  # noqa: ARG005
    "period_start": lambda bill_on, start, end: start,  # noqa: ARG005
    "period_end": lambda bill_on, start, end: end,  # noqa: ARG005
    "prior_month_end": lambda bill_on, start, end: day_before(bill_on.replace(day=1)),  # noqa: ARG005
}
DEFAULT_RULE = "issue_date"


def rate_of(
    contract: Contract, table: RateTable, bill_on: date, period_start: date, period_end: date
) -> Fraction | None:
    """The rate that turns a row of the contract into its invoice currency, by fx_rule."""
    invoice_currency = contract.invoice_currency or contract.currency
    if invoice_currency == contract.currency:
        return Fraction(1)
    rule = contract.fx_rule or DEFAULT_RULE
    if rule == "fixed":
        return None if contract.fx_rate is None else Fraction(contract.fx_rate)
    day = RATE_DAYS[rule](bill_on, period_start, period_end)
    return table.on(day, contract.currency, invoice_currency)
