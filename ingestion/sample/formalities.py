"""Faults of form: the right amount to the wrong party, by the wrong house, taxed wrong, too soon or
too late, for other days, payable on another day, without its order.

Data flow: books, seed → a clean spot → its document altered in one respect → the faults.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.billing import life_end
from ingestion.sample.books import Books, Spot, stands_alone
from ingestion.sample.company import CHILE, MEXICO
from ingestion.sample.dates import DAY, weekday_from
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


def issued_early(*shapes: str) -> Planter:
    """The right invoice, well before its period can be billed."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng,
            shapes,
            lambda one: stands_alone(one) and one.rows[0].bill_on > _a_month_on(one),
        )
        early = weekday_from(spot.rows[0].bill_on - timedelta(days=rng.randint(9, 20)))
        books.add(
            [replace(spot.document, issue_date=early, due_date=early + spot.contract.payment_terms)]
        )
        return [period_fault("early_billing", spot, spot.expected)]

    return plant


def _a_month_on(spot: Spot) -> date:
    return max(spot.contract.signed_on, spot.contract.start_date) + timedelta(days=31)


def due_on_another_day(*shapes: str) -> Planter:
    """Payable weeks later than the contract says."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, lambda one: one.document.document_type == "invoice")
        due = spot.document.issue_date + spot.contract.payment_terms + rng.choice((15, 30)) * DAY
        books.add([replace(spot.document, due_date=due)])
        return [_of_document("wrong_payment_terms", spot)]

    return plant


def without_its_order(*shapes: str, other: str | None = None) -> Planter:
    """The contract has a purchase order; the invoice shows none, or another one."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng,
            shapes,
            # Where the order is all that ties the two, an invoice without it is of no contract.
            lambda one: (
                one.document.document_type == "invoice"
                and one.document.contract_id is not None
                and one.document.purchase_order is not None
            ),
        )
        books.add([replace(spot.document, purchase_order=other)])
        return [_of_document("missing_purchase_order", spot)]

    return plant


def printed_as_another_period(*shapes: str) -> Planter:
    """The right amount, for days that are no period of the contract."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(
            rng, shapes, lambda one: stands_alone(one) and len(one.rows) == 1 and _is_long(one)
        )
        days = rng.randint(9, 19) * DAY
        line = spot.document.lines[0]
        printed = replace(
            line, period_start=spot.period.start + days, period_end=spot.period.end + days
        )
        books.add([replace(spot.document, lines=(printed,))])
        fault = period_fault("wrong_period", spot, spot.expected)
        return [replace(fault, invoice_id=spot.document.key)]

    return plant


def _is_long(spot: Spot) -> bool:
    """Whether it is a whole period, printed on the document, with another one after it."""
    last_day = life_end(spot.contract, spot.line)
    return (
        spot.period.is_whole
        and spot.document.lines[0].period_start is not None
        and (last_day is None or last_day > spot.period.end + 31 * DAY)
    )


def _of_document(gap_class: str, spot: Spot) -> Fault:
    return form_fault(gap_class, spot, spot.document.net_amount, spot.currency)
