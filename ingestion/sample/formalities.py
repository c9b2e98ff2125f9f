"""Faults of form: the right amount to the wrong party, by the wrong house, taxed wrong, too late.

Data flow: books, seed → a clean spot → its document altered in one respect → the faults.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.books import Books, stands_alone
from ingestion.sample.company import CHILE, MEXICO
from ingestion.sample.dates import weekday_from
from ingestion.sample.mistakes import Planter
from ingestion.sample.money import rounded, tax_on
from ingestion.sample.truth import Fault, form_fault, period_fault


def to_another_customer(shapes: tuple[str, ...], *, is_subsidiary: bool) -> Planter:
    """Invoiced to the subsidiary that a parent pays for, or to a stranger."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng, shapes, lambda one: (one.contract.payer_customer_id is not None) == is_subsidiary
        )
        country = books.company.customer(spot.contract.customer_id).country
        strangers = [
            one.customer_id
            for one in books.company.customers
            if one.country == country
            and one.customer_id not in (spot.contract.customer_id, spot.contract.payer_id)
        ]
        wrong = spot.contract.customer_id if is_subsidiary else rng.choice(strangers)
        books.add([replace(spot.document, customer_id=wrong, is_disputed=True)])
        return [form_fault("wrong_customer", spot, spot.document.net_amount, spot.currency)]

    return plant


def by_another_entity(*shapes: str) -> Planter:
    """Invoiced by the other legal entity of the house."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        other = MEXICO if spot.contract.legal_entity_id == CHILE else CHILE
        books.add([replace(spot.document, legal_entity_id=other)])
        return [form_fault("wrong_legal_entity", spot, spot.expected, spot.currency)]

    return plant


def in_another_currency(shapes: tuple[str, ...], currency: str) -> Planter:
    """A dollar contract invoiced in local money, at the right rate of a day that is no question."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng,
            shapes,
            lambda one: stands_alone(one) and one.document.issue_date == one.rows[0].bill_on,
        )
        rate = books.rates.on(spot.currency, currency, spot.document.issue_date)
        net = rounded(Fraction(spot.expected) * (rate or Fraction(0)), currency)
        line = spot.document.lines[0].charging(net, currency, spot.rows[0].quantity)
        books.add([replace(spot.document, currency=currency, lines=(line,))])
        return [form_fault("wrong_currency", spot, net, currency)]

    return plant


def at_another_tax_rate(shapes: tuple[str, ...], rate: str) -> Planter:
    """Taxed at a rate that the contract does not state."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        line = spot.document.lines[0]
        taxed = tax_on(line.net_amount, Decimal(rate), spot.currency)
        wrong = replace(line, tax_rate=Decimal(rate), tax_amount=taxed)
        books.add([replace(spot.document, lines=(wrong,))])
        fault = form_fault("wrong_tax", spot, line.tax_amount, spot.currency)
        return [replace(fault, actual_amount=taxed, gap_amount=taxed - line.tax_amount)]

    return plant


def issued_late(*shapes: str) -> Planter:
    """The right invoice, well past the days of grace."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        due_on = max(spot.rows[0].bill_on, spot.contract.signed_on)
        late = weekday_from(due_on + timedelta(days=rng.randint(9, 20)))
        books.add(
            [replace(spot.document, issue_date=late, due_date=late + spot.contract.payment_terms)]
        )
        return [period_fault("late_billing", spot, spot.expected)]

    return plant


def no_published_rate(books: Books, rng: random.Random) -> list[Fault]:
    """A contract in a currency that nobody publishes a rate for: there by its kind of deal."""
    contract = rng.choice(
        [
            one
            for one in books.contracts
            if one.currency == "EUR" and one.contract_id not in books.touched
        ]
    )
    books.touched.add(contract.contract_id)
    line = contract.lines[0]
    return [
        Fault(
            "missing_rate",
            contract_id=contract.contract_id,
            contract_line_id=line.contract_line_id,
        )
    ]
