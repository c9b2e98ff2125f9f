"""Signs the contracts: for every kind of deal a customer, dates, lines, prices, later changes.

Data flow: company, catalogue of deals, seed → contracts, numbered in the order of signature.
No contract began before the window, so every invoice that its terms ask for lies in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from ingestion.sample import names
from ingestion.sample.changes import with_changes
from ingestion.sample.company import CHILE, Company, Customer
from ingestion.sample.dates import DAY, add_months, on_day
from ingestion.sample.deals import PRICE_STEPS, PRODUCTS, Shape, price_list
from ingestion.sample.terms import Contract, ContractLine

LATE_SIGNATURES = {("clp_monthly", 0), ("mxn_monthly", 0)}


@dataclass(frozen=True)
class Deal:
    """A contract before it is numbered."""

    shape: Shape
    number: int
    customer: Customer
    start: date
    signed_on: date


def sign_contracts(
    company: Company, shapes: tuple[Shape, ...], seed: int, first: date, as_of: date
) -> tuple[Contract, ...]:
    """Every contract of the window that begins on `first`, as known on the as-of date."""
    rng = random.Random(f"{seed}/contracts")
    deals = sorted(
        _deals(rng, company, shapes, first),
        key=lambda deal: (deal.signed_on, deal.shape.name, deal.number),
    )
    return tuple(
        with_changes(_contract(rng, deal, number), deal.shape, deal.number, rng, as_of)
        for number, deal in enumerate(deals, start=1)
    )


def _deals(
    rng: random.Random, company: Company, shapes: tuple[Shape, ...], first: date
) -> Iterator[Deal]:
    everyone = list(company.customers)
    rng.shuffle(everyone)
    parents = {customer.parent_customer_id for customer in everyone}
    alone = [
        one for one in everyone if not one.parent_customer_id and one.customer_id not in parents
    ]
    lonely = {
        country: [one for one in alone if one.country == country][:6] for country in ("CL", "MX")
    }
    kept = {one.customer_id for group in lonely.values() for one in group}
    rest = [one for one in everyone if one.customer_id not in kept]
    turns = {
        "CL": cycle([one for one in rest if one.country == "CL"]),
        "MX": cycle([one for one in rest if one.country == "MX"]),
        "abroad": cycle([one for one in rest if one.country not in ("CL", "MX")]),
    }
    for shape in shapes:
        for number in range(shape.count):
            home = "CL" if shape.legal_entity_id == CHILE else "MX"
            if shape.link == "customer":  # the ERP tells the contract by its only customer
                customer = lonely[home].pop()
            else:
                customer = next(turns["abroad" if shape.customers == "abroad" else home])
            yield _dated(rng, shape, number, customer, first)


def _dated(rng: random.Random, shape: Shape, number: int, customer: Customer, first: date) -> Deal:
    months = rng.randrange(0, 3) if shape.starts_early or shape.changes else rng.randrange(0, 15)
    if shape.changes in ("free", "percent_discount"):
        day = 1
    elif shape.anchor == "calendar":
        day = rng.choice((1, 1, 8, 12, 15, 17, 20))
    else:
        day = rng.choice((1, 4, 9, 11, 16, 22, 28, 29, 30, 31))
    month = add_months(first, months)
    start = on_day(month.year, month.month, day)
    lead = -12 if (shape.name, number) in LATE_SIGNATURES else rng.randint(3, 25)
    return Deal(shape, number, customer, start, start - timedelta(days=lead))


def _contract(rng: random.Random, deal: Deal, number: int) -> Contract:
    shape, customer = deal.shape, deal.customer
    pays_through_parent = bool(customer.parent_customer_id) and rng.random() < 0.7
    has_order = shape.link == "purchase_order" or (shape.link != "customer" and rng.random() < 0.2)
    contract = Contract(
        contract_id=f"CT-{number:04d}",
        shape=shape.name,
        link=shape.link,
        opportunity_id=f"OPP-{number:04d}",
        quote_id=f"QUO-{number:04d}" if rng.random() < 0.85 else None,
        account_id=customer.account_id,
        customer_id=customer.customer_id,
        payer_customer_id=customer.parent_customer_id if pays_through_parent else None,
        legal_entity_id=shape.legal_entity_id,
        currency=shape.currency,
        invoice_currency=shape.invoice_currency,
        fx_rule=shape.fx_rule,
        fx_rate=Decimal("951.50") if shape.fx_rule == "fixed" else None,
        signed_on=deal.signed_on,
        start_date=deal.start,
        end_date=add_months(deal.start, shape.term_months) - DAY if shape.term_months else None,
        status="active",
        cancelled_on=None,
        renewal="none" if shape.term_months else "auto",
        renewal_period=None if shape.term_months else "P1Y",
        payment_terms_days=rng.choice((15, 30, 30, 45, 60)),
        purchase_order=f"OC-{rng.randrange(10_000, 99_999)}-{number:04d}" if has_order else None,
        notes=rng.choice(names.CONTACT_NOTES) if rng.random() < 0.3 else None,
        default_tax_rate=_usual_tax_rate(shape),
    )
    lines = tuple(
        _line(rng, contract, shape, product_id, place)
        for place, product_id in enumerate(shape.products, start=1)
    )
    return replace(contract, lines=lines)


def _usual_tax_rate(shape: Shape) -> Decimal:
    if shape.customers == "abroad":
        return Decimal(0)
    return Decimal("0.19") if shape.legal_entity_id == CHILE else Decimal("0.16")


def _line(
    rng: random.Random, contract: Contract, shape: Shape, product_id: str, place: int
) -> ContractLine:
    product = PRODUCTS[product_id]
    low, step = price_list(product_id, contract.currency)
    price = low + step * rng.randrange(PRICE_STEPS)
    recurring = product.charge_model in ("flat", "per_unit")
    if recurring and shape.price_period == "P1Y":
        price *= 10  # two months of the year are on the house in the yearly price list
    anchor = shape.anchor if recurring else "start"
    return ContractLine(
        contract_line_id=f"{contract.contract_id}-L{place}",
        contract_id=contract.contract_id,
        product_id=product_id,
        description=product.name,
        charge_model=product.charge_model,
        quantity=_quantity(rng, product.charge_model),
        unit_price=price if product.charge_model != "milestone" else None,
        price_period=shape.price_period if recurring else None,
        billing_period=shape.billing_period if recurring else None,
        billing_timing=shape.timing if recurring else "in_advance",
        billing_anchor=anchor,
        billing_anchor_day=rng.choice((5, 10, 15, 20, 31)) if anchor == "day" else None,
        billing_anchor_date=date(contract.start_date.year, 2, 15) if anchor == "date" else None,
        proration=shape.proration if recurring else None,
        start_date=contract.start_date,
        end_date=None,
        tax_rate=contract.default_tax_rate if shape.states_tax else None,
        quote_line_id=f"{contract.quote_id}-{place}" if contract.quote_id else None,
    )


def _quantity(rng: random.Random, charge_model: str) -> Decimal | None:
    if charge_model == "per_unit":
        return Decimal(rng.randint(14, 60))
    return Decimal(1) if charge_model in ("flat", "one_time") else None
