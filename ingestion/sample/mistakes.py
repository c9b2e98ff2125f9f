"""Mistakes in an amount: each charges a billing period as someone would who erred in one way.

Data flow: books, seed → a clean spot → its document charges the mistaken amount → the faults.
Each is reproduced by its own cause and by none that an auditor would try before it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.books import Books, Spot, stands_alone
from ingestion.sample.dates import DAY, weekday_from
from ingestion.sample.invoicing import converted, rows_of
from ingestion.sample.money import MINOR_UNITS, ZERO, rounded
from ingestion.sample.terms import Contract, ContractLine
from ingestion.sample.truth import Fault, amount_fault

Planter = Callable[[Books, random.Random], list[Fault]]


def _last_change(spot: Spot) -> bool:
    """Whether every change of the contract holds from before the period."""
    return all(one.effective_date <= spot.period.start for one in spot.contract.amendments)


def _charge_as(
    books: Books, spot: Spot, contract: Contract, line: ContractLine, cause: str
) -> Fault:
    """Charge the spot as those altered terms have it."""
    altered = rows_of(contract, line, spot.period.start)
    issued_on = spot.document.issue_date
    actual = sum((converted(contract, row, issued_on, books.rates) for row in altered), ZERO)
    price = None if contract.is_converted else altered[0].unit_price
    books.recharge(spot, actual, altered[0].quantity, price)
    return amount_fault(spot, actual, cause)


def without_amendments(shapes: tuple[str, ...], kept: tuple[int, ...], cause: str) -> Planter:
    """One period, after all changes, charged as if only the changes at these places were made."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, _last_change)
        known = tuple(spot.contract.amendments[place] for place in kept)
        return [_charge_as(books, spot, spot.contract.with_amendments(known), spot.line, cause)]

    return plant


def change_never_entered(shapes: tuple[str, ...], periods: int) -> Planter:
    """The change was filed and never entered: the last periods go on at the first terms."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        contract = books.pick(rng, shapes, _last_change).contract
        spots = [spot for spot in books.spots(contract) if _last_change(spot)][-periods:]
        first_terms = contract.with_amendments(())
        cause = "amendment_not_applied"
        return [_charge_as(books, spot, first_terms, spot.line, cause) for spot in spots]

    return plant


def change_never_corrected(shapes: tuple[str, ...]) -> Planter:
    """A change inside a period invoiced in advance; the correction was forgotten."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        contract = books.pick(rng, shapes).contract
        change = contract.amendments[0]
        corrections = [
            one
            for one in books.documents.values()
            if one.key.endswith(f"{change.amendment_id}/{one.lines[0].billing_period_start}")
        ]
        for correction in corrections:
            books.remove(correction)
        return [
            amount_fault(spot, spot.document.net_amount, "amendment_not_applied")
            for spot in books.spots(contract)
            if spot.period.start < change.effective_date <= spot.period.end
        ]

    return plant


def not_prorated(*shapes: str) -> Planter:
    """A period served in part and charged whole."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, lambda one: not one.period.is_whole)
        whole = replace(spot.line, proration="full")
        return [_charge_as(books, spot, spot.contract, whole, "not_prorated")]

    return plant


def not_converted(*shapes: str) -> Planter:
    """The figure of the contract currency printed as if it were the invoice's."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes)
        actual = rounded(spot.rows[0].net_amount, spot.currency)
        books.recharge(spot, actual, spot.rows[0].quantity, spot.rows[0].unit_price)
        return [amount_fault(spot, actual, "not_converted")]

    return plant


def tax_in_net(*shapes: str) -> Planter:
    """The price with tax charged as the net amount, and tax again on top of it."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes)
        gross = Fraction(spot.expected) * (1 + Fraction(spot.contract.tax_rate_of(spot.line)))
        actual = rounded(gross, spot.currency)
        books.recharge(spot, actual, spot.rows[0].quantity)
        return [amount_fault(spot, actual, "tax_in_net")]

    return plant


def wrong_rate_date(*shapes: str) -> Planter:
    """Converted at the rate of another day, one that no second day's rate stands in for."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, lambda one: bool(_telling_amounts(books, one)))
        actual = rng.choice(_telling_amounts(books, spot))
        books.recharge(spot, actual, spot.rows[0].quantity)
        return [amount_fault(spot, actual, "wrong_rate_date")]

    return plant


def _telling_amounts(books: Books, spot: Spot) -> list[Decimal]:
    """Amounts at published rates around the issue that exactly one day's rate gives."""
    net, issued_on = Fraction(spot.rows[0].net_amount), spot.document.issue_date
    amounts, tolerance = [], Fraction(0)
    for offset in range(-60, 11):
        day = issued_on + offset * DAY
        rate = books.rates.by_day.get((spot.contract.currency, spot.currency, day))
        if rate is not None and day <= books.as_of:
            amounts.append(rounded(net * Fraction(rate), spot.currency))
            minor = Fraction(rate) / 10 ** MINOR_UNITS[spot.contract.currency]
            tolerance = max(tolerance, minor, Fraction(1, 10 ** MINOR_UNITS[spot.currency]))
    return [
        amount
        for amount in amounts
        if abs(amount - spot.expected) > 4 * tolerance
        and sum(abs(amount - other) <= 2 * tolerance for other in amounts) == 1
    ]


def wrong_quantity(shapes: tuple[str, ...], sign: int) -> Planter:
    """Some units too many or too few, a number that never held."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, lambda one: len(one.rows) == 1 and one.period.is_whole)
        row, once_held = spot.rows[0], {one.quantity for one in spot.contract.amendments}
        quantity = (row.quantity or ZERO) + sign * rng.randint(2, 5)
        while quantity in once_held | {spot.line.quantity}:
            quantity += sign
        line = replace(spot.line, quantity=quantity)
        terms = spot.contract.with_amendments(
            tuple(one for one in spot.contract.amendments if one.kind != "quantity")
        )
        return [_charge_as(books, spot, terms, line, "wrong_quantity")]

    return plant


def mistyped(*shapes: str) -> Planter:
    """Two digits swapped at the keyboard: nothing in the terms explains the amount."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng, shapes, lambda one: one.period.is_whole and _swapped(one) is not None
        )
        actual = _swapped(spot) or ZERO
        books.recharge(spot, actual, spot.rows[0].quantity)
        return [amount_fault(spot, actual, "unexplained")]

    return plant


def _swapped(spot: Spot) -> Decimal | None:
    digits = str(spot.expected)
    if digits[1] == digits[2] or not digits[1:3].isdigit():
        return None
    return Decimal(digits[0] + digits[2] + digits[1] + digits[3:])


def goodwill_credit(*shapes: str) -> Planter:
    """A part of an invoice credited as a courtesy that no amendment knows of."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        share = Fraction(rng.choice((23, 31, 37)), 100)
        credited = rounded(Fraction(spot.expected) * share, spot.currency)
        issued_on = weekday_from(spot.document.issue_date + timedelta(days=rng.randint(3, 9)))
        line = spot.document.lines[0].charging(credited, spot.currency)
        books.add(
            [
                replace(
                    spot.document,
                    key=f"{spot.document.key}/courtesy",
                    document_type="credit_note",
                    issue_date=issued_on,
                    due_date=None,
                    related_key=spot.document.key,
                    reference="Atención comercial",
                    lines=(line,),
                )
            ]
        )
        return [amount_fault(spot, spot.expected - credited, "unexplained")]

    return plant
