"""Usage: what is counted of a billing period, and what it costs (CANONICAL 2, Charge models)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from tests.oracle.clauses import Clauses
from tests.oracle.periods import Period
from tests.oracle.records import PriceTier
from tests.oracle.terms import State, Terms, state_on


@dataclass(frozen=True)
class Tier:
    """A tier with the price in force: quantities above `above` up to `up_to`, None for no limit."""

    above: Decimal
    up_to: Decimal | None
    unit_price: Decimal
    flat_amount: Decimal


@dataclass(frozen=True)
class Priced:
    """A quantity's price, and the unit price shown with it, if it has one."""

    price: Fraction
    unit_price: Decimal | None


def billed_quantity(period: Period, clauses: Clauses) -> Decimal:
    """The usage of the charged days served, less what is included, not below zero."""
    counted = sum(
        (
            record.quantity
            for record in clauses.usage
            if period.start <= record.used_on < period.until
            and state_on(record.used_on, clauses) is State.CHARGED
        ),
        Decimal(0),
    )
    return max(counted - (clauses.line.included_quantity or 0), Decimal(0))


def _tiers(agreed: tuple[PriceTier, ...], prices: tuple[Decimal, ...]) -> list[Tier]:
    """The tiers from the first on; the last has no limit even if one is given."""
    tiers, above = [], Decimal(0)
    for tier, price in zip(agreed, prices, strict=True):
        up_to = None if tier is agreed[-1] else tier.up_to_quantity
        tiers.append(Tier(above, up_to, price, tier.flat_amount or Decimal(0)))
        above = up_to or above
    return tiers


def _per_unit(quantity: Decimal, terms: Terms, agreed: tuple[PriceTier, ...]) -> Priced:  # noqa: ARG001
    """Each unit at the unit price."""
    return Priced(Fraction(quantity) * Fraction(terms.unit_price), terms.unit_price)


def _graduated(quantity: Decimal, terms: Terms, agreed: tuple[PriceTier, ...]) -> Priced:
    """Each tier's quantity at its own price, plus the flat amount of every tier reached."""
    price = Fraction(0)
    for position, tier in enumerate(_tiers(agreed, terms.unit_prices)):
        if position == 0 or quantity > tier.above:
            last = quantity if tier.up_to is None else min(quantity, tier.up_to)
            price += Fraction(last - tier.above) * Fraction(tier.unit_price)
            price += Fraction(tier.flat_amount)
    return Priced(price, None)


def _volume(quantity: Decimal, terms: Terms, agreed: tuple[PriceTier, ...]) -> Priced:
    """The whole quantity at the price of the tier reached, plus that tier's flat amount."""
    tiers = _tiers(agreed, terms.unit_prices)
    reached = next(tier for tier in tiers if tier.up_to is None or quantity <= tier.up_to)
    price = Fraction(quantity) * Fraction(reached.unit_price) + Fraction(reached.flat_amount)
    return Priced(price, reached.unit_price)


def _package(quantity: Decimal, terms: Terms, agreed: tuple[PriceTier, ...]) -> Priced:
    """Each package begun at its price, plus the flat amount; no usage is no package."""
    size, unit_price = agreed[0].up_to_quantity, terms.unit_prices[0]
    if size is None:
        raise ValueError(f"{agreed[0].contract_line_id}: a package without its size")
    packages = ceil(Fraction(quantity) / Fraction(size))
    price = packages * Fraction(unit_price) + Fraction(agreed[0].flat_amount or 0)
    return Priced(price, unit_price)


USAGE_MODELS: dict[str, Callable[[Decimal, Terms, tuple[PriceTier, ...]], Priced]] = {
    "usage_per_unit": _per_unit,
    "usage_graduated": _graduated,
    "usage_volume": _volume,
    "usage_package": _package,
}


def priced_usage(quantity: Decimal, terms: Terms, clauses: Clauses) -> Priced:
    """The price of one billing period's quantity, not yet discounted or rounded."""
    return USAGE_MODELS[clauses.line.charge_model](quantity, terms, clauses.tiers)
