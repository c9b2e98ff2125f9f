"""What a full period costs, one function per charge model without usage (CANONICAL 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tests.oracle.durations import parse
from tests.oracle.records import ContractLine
from tests.oracle.terms import Terms


def with_default_quantity(terms: Terms) -> Terms:
    """A one-time charge without quantity is of one."""
    return terms if terms.quantity is not None else replace(terms, quantity=Decimal(1))


def _periods_priced(line: ContractLine) -> Fraction:
    """billing_period ÷ price_period (CANONICAL 2, Amount)."""
    if line.billing_period is None or line.price_period is None:
        raise ValueError(f"{line.contract_line_id}: recurring without its periods")
    return parse(line.billing_period).over(parse(line.price_period))


def _quantity(line: ContractLine, terms: Terms) -> Fraction:
    if terms.quantity is None:
        raise ValueError(f"{line.contract_line_id}: {line.charge_model} without quantity")
    return Fraction(terms.quantity)


def _flat(line: ContractLine, terms: Terms) -> Fraction:
    """unit_price per price_period, whatever the quantity."""
    return Fraction(terms.unit_price) * _periods_priced(line)


def _per_unit(line: ContractLine, terms: Terms) -> Fraction:
    """quantity × unit_price per price_period."""
    return _quantity(line, terms) * Fraction(terms.unit_price) * _periods_priced(line)


def _one_time(line: ContractLine, terms: Terms) -> Fraction:
    """quantity × unit_price."""
    return _quantity(line, terms) * Fraction(terms.unit_price)


CHARGE_MODELS: dict[str, Callable[[ContractLine, Terms], Fraction]] = {
    "flat": _flat,
    "per_unit": _per_unit,
    "one_time": _one_time,
}


def full_price(line: ContractLine, terms: Terms) -> Fraction:
    """The price of one full billing period, or of the one-time charge, not yet rounded."""
    return CHARGE_MODELS[line.charge_model](line, terms)
