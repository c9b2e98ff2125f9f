"""The terms in force on a day: charged or not, quantity, unit prices and discounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from tests.oracle.clauses import Clauses
from tests.oracle.prices import RISES, anniversaries, prices_on
from tests.oracle.windows import in_force, source_on

# Charged once: no anniversary raises their price.
SINGLE = frozenset({"one_time", "milestone"})


class State(Enum):
    """Whether a day is charged; a day both free and paused is paused."""

    CHARGED = "charged"
    FREE = "free"
    PAUSED = "paused"


@dataclass(frozen=True)
class Terms:
    """What a segment keeps the same."""

    state: State
    quantity: Decimal | None
    unit_prices: tuple[Decimal, ...]
    percents: tuple[Decimal, ...]
    amount_off: Decimal

    @property
    def unit_price(self) -> Decimal:
        """The price of a line without tiers."""
        [price] = self.unit_prices
        return price

    def discounted(self, price: Fraction, ratio: Fraction) -> Fraction:
        """What is left of a price: percents multiply, then the amounts off, not below zero.

        The amounts are of a full billing period and are taken with the ratio of what is priced.
        """
        for percent in self.percents:
            price *= 1 - Fraction(percent) / 100
        return price - min(Fraction(self.amount_off) * ratio, max(price, Fraction(0)))


def is_paused(day: date, clauses: Clauses) -> bool:
    """The latest pause or resume decides; of one day a resume, then the later signed and id."""
    begun = [
        one
        for one in clauses.amendments
        if one.kind in ("pause", "resume") and one.effective_date <= day
    ]
    last = max(
        begun,
        key=lambda one: (one.effective_date, one.kind == "resume", one.signed_on, one.amendment_id),
        default=None,
    )
    return last is not None and last.kind == "pause"


def state_on(day: date, clauses: Clauses) -> State:
    """One of three: paused, else free, else charged. A pause suspends a service, no single charge.

    `one_time` and `milestone` take the windows of their day and no pause.
    """
    if clauses.line.charge_model not in SINGLE and is_paused(day, clauses):
        return State.PAUSED
    return State.FREE if in_force("free", day, clauses.adjustments) else State.CHARGED


def _values(kind: str, day: date, clauses: Clauses) -> list[Decimal]:
    return [one.value or Decimal(0) for one in in_force(kind, day, clauses.adjustments)]


def terms_on(day: date, clauses: Clauses) -> Terms:
    """The terms of the line on `day`; the change day belongs to the new terms."""
    quantity = source_on("quantity", day, clauses)
    return Terms(
        state=state_on(day, clauses),
        quantity=clauses.line.quantity if quantity is None else quantity.value,
        unit_prices=prices_on(day, clauses, may_rise=clauses.line.charge_model not in SINGLE),
        percents=tuple(sorted(_values("percent_discount", day, clauses))),
        amount_off=sum(_values("amount_discount", day, clauses), Decimal(0)),
    )


def change_days(clauses: Clauses, until: date) -> set[date]:
    """The days before `until` on which terms may change."""
    changes = {
        one.effective_date
        for one in clauses.amendments
        if one.kind in ("quantity", "price", "pause", "resume")
    }
    for window in clauses.adjustments:
        changes.add(window.start_date)
        if window.end_date is not None:
            changes.add(window.end_date + timedelta(days=1))
    if any(one.kind in RISES for one in clauses.adjustments):
        changes.update(anniversaries(clauses.line.start_date, until))
    return {day for day in changes if day < until}
