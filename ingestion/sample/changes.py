"""What changed after signature: amendments, cancellations, discounts, milestones.

Data flow: a contract as signed, its kind of deal → the contract with its later history.
All of it lies well before the as-of date, so that what it asks for is already invoiced.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ingestion.sample.billing import Period, periods
from ingestion.sample.dates import DAY, add_months
from ingestion.sample.deals import Shape, price_list
from ingestion.sample.terms import Adjustment, Amendment, Contract, ContractLine, Milestone

SETTLED = timedelta(days=62)
PRICE_QUANTUM = {"CLP": "500", "CLF": "0.05", "USD": "1", "MXN": "5"}
UNIT_PRICE_QUANTUM = {"CLP": "50", "CLF": "0.01", "USD": "0.25", "MXN": "0.5"}


def with_changes(
    contract: Contract, shape: Shape, number: int, rng: random.Random, as_of: date
) -> Contract:
    """The contract with the history that its kind of deal has."""
    if shape.products == ("MIGRACION",):
        return _with_milestones(contract, rng)
    if shape.ending == "draft":
        return replace(contract, status="draft")
    if shape.ending == "cancelled_on":
        stopped_on = contract.start_date + timedelta(days=rng.randint(200, 330))
        return replace(contract, status="cancelled", cancelled_on=stopped_on)
    if shape.ending == "cancel":
        effective = contract.start_date + timedelta(days=rng.randint(150, 290))
        signed_on = effective - timedelta(days=rng.randint(0, 10))
        return contract.with_amendments((_amendment(contract, 1, "cancel", effective, signed_on),))
    if shape.changes in ("free", "percent_discount"):
        return replace(contract, adjustments=(_adjustment(contract, shape.changes),))
    if shape.changes == "quantity_mid_period":
        period = rng.choice(_whole_periods(contract, as_of))
        return _with_mid_period_quantity(contract, period, rng.choice((-3, 0, 2)), number, rng)
    if shape.changes == "quantity_back_dated":
        period = rng.choice(_whole_periods(contract, as_of)[:-2])
        return _with_mid_period_quantity(contract, period, 40, number, rng)
    if shape.changes:
        return _with_history(contract, shape.changes.split(), rng, as_of)
    return contract


def _amendment(
    contract: Contract, number: int, kind: str, effective: date, signed_on: date
) -> Amendment:
    amendment_id = f"AM-{contract.contract_id}-{number}"
    line_id = None if kind == "cancel" else contract.lines[0].contract_line_id
    return Amendment(amendment_id, contract.contract_id, line_id, kind, effective, signed_on)


def _whole_periods(contract: Contract, as_of: date) -> list[Period]:
    """Whole billing periods of the first line, from its third month to well before the as-of."""
    settled = contract.start_date + SETTLED
    return [
        period
        for period in periods(contract, contract.lines[0], as_of - SETTLED)
        if period.is_whole and period.start >= settled
    ]


def _with_mid_period_quantity(
    contract: Contract, period: Period, days_to_signature: int, number: int, rng: random.Random
) -> Contract:
    """More users from a day inside a period; every third customer goes on with fewer."""
    effective = period.start + timedelta(days=rng.randint(6, 20))
    signed_on = effective + timedelta(days=days_to_signature)
    quantity = contract.lines[0].quantity or Decimal(0)
    moved = Decimal(rng.randint(3, 9))
    amendment = replace(
        _amendment(contract, 1, "quantity", effective, signed_on),
        quantity=quantity - moved if number % 3 == 2 else quantity + moved,
    )
    return contract.with_amendments((amendment,))


def _with_history(
    contract: Contract, kinds: list[str], rng: random.Random, as_of: date
) -> Contract:
    """Changes that begin with a billing period each, some periods apart."""
    line = contract.lines[0]
    quantity, price = line.quantity or Decimal(1), line.unit_price or Decimal(1)
    candidates = _whole_periods(contract, as_of)
    stretch = (len(candidates) - 2) // len(kinds)
    amendments = []
    for number, kind in enumerate(kinds, start=1):
        period = candidates[(number - 1) * stretch + rng.randrange(max(1, stretch - 1))]
        signed_on = period.start - timedelta(days=rng.randint(4, 20))
        if kind == "price":
            price = _raised(line, contract.currency, price, rng)
        else:
            moved = Decimal(rng.randint(3, 11))
            quantity = quantity - moved if kind == "quantity_down" else quantity + moved
        amendments.append(
            replace(
                _amendment(contract, number, kind.split("_")[0], period.start, signed_on),
                quantity=None if kind == "price" else quantity,
                unit_price=price if kind == "price" else None,
            )
        )
    return contract.with_amendments(tuple(amendments))


def _raised(line: ContractLine, currency: str, price: Decimal, rng: random.Random) -> Decimal:
    quantum = Decimal(
        (UNIT_PRICE_QUANTUM if line.charge_model == "per_unit" else PRICE_QUANTUM)[currency]
    )
    steps = (price * rng.randint(106, 117) / 100) // quantum
    return max(steps, price // quantum + 1) * quantum


def _adjustment(contract: Contract, kind: str) -> Adjustment:
    """Two months free, or 15 % off for six: windows of whole months."""
    months, value = {"free": (2, None), "percent_discount": (6, Decimal(15))}[kind]
    end = add_months(contract.start_date, months) - DAY
    line_id = contract.lines[0].contract_line_id
    adjustment_id = f"AJ-{contract.contract_id}-1"
    return Adjustment(
        adjustment_id, contract.contract_id, line_id, kind, value, contract.start_date, end
    )


def _with_milestones(contract: Contract, rng: random.Random) -> Contract:
    """Three milestones: two done, the last one planned within the term and still open."""
    line = contract.lines[0]
    low, step = price_list(line.product_id, contract.currency)
    milestones = []
    for number, (name, months) in enumerate(
        (("Levantamiento", 1), ("Carga de datos", 3), ("Marcha blanca", 8)), start=1
    ):
        planned = add_months(contract.start_date, months)
        done = planned + timedelta(days=rng.randint(-6, 6)) if number < 3 else None
        amount = low + step * rng.randrange(10)
        milestone_id = f"{line.contract_line_id}-M{number}"
        milestones.append(
            Milestone(milestone_id, line.contract_line_id, name, amount, planned, done)
        )
    return replace(contract, lines=(replace(line, milestones=tuple(milestones)),))
