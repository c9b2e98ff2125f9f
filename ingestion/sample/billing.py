"""What should be billed, in plain Decimal and Fraction, from the terms and from nothing else.

Data flow: contract, line → billing periods → rows of constant terms → amounts in invoice currency.
It shares no code with the warehouse: the two agree because the terms leave one answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.dates import (
    DAY,
    add_months,
    days_between,
    first_of_month,
    months_in,
    on_day,
)
from ingestion.sample.money import ZERO, rounded
from ingestion.sample.rates import Rates
from ingestion.sample.terms import Amendment, Contract, ContractLine


@dataclass(frozen=True)
class Period:
    """A billing period: the days served, and the anchored period that holds them. Inclusive."""

    start: date
    end: date
    full_start: date
    full_end: date

    @property
    def is_whole(self) -> bool:
        """Whether the anchored period is served from its first day to its last."""
        return (self.start, self.end) == (self.full_start, self.full_end)


@dataclass(frozen=True)
class Row:
    """One stretch of a billing period with constant terms, and what it costs."""

    period: Period
    start: date
    end: date
    bill_on: date
    quantity: Decimal | None
    unit_price: Decimal
    net_amount: Decimal


def life_end(contract: Contract, line: ContractLine) -> date | None:
    """The line's last day: its end or the contract's, or the day before the earliest cancel."""
    cancels = [
        amendment.effective_date
        for amendment in contract.amendments
        if amendment.kind == "cancel" and amendment.touches(line)
    ]
    if contract.cancelled_on:
        cancels.append(contract.cancelled_on)
    ends = [line.end_date or contract.end_date, *(day - DAY for day in cancels)]
    return min((end for end in ends if end), default=None)


def periods(contract: Contract, line: ContractLine, until: date) -> Iterator[Period]:
    """The billing periods of a recurring line that begin on or before `until`."""
    last_day = life_end(contract, line)
    for full_start, next_start in _anchored(line):
        full_end = next_start - DAY
        start = max(line.start_date, full_start)
        if start > until or (last_day and start > last_day):
            return
        yield Period(start, min(full_end, last_day or full_end), full_start, full_end)


def _anchored(line: ContractLine) -> Iterator[tuple[date, date]]:
    """Boundaries of the anchored periods, from the one that holds the line's first day."""
    months = months_in(line.billing_period or "")
    first, day = _first_boundary(line, months)
    number = 0
    while True:
        yield add_months(first, number * months, day), add_months(first, (number + 1) * months, day)
        number += 1


def _first_boundary(line: ContractLine, months: int) -> tuple[date, int]:
    """The boundary at or before the line's start, and the day of the month it was anchored on."""
    start = line.start_date
    if line.billing_anchor == "start":
        return start, start.day
    if line.billing_anchor == "calendar":
        return on_day(start.year, (start.month - 1) // months * months + 1, 1), 1
    if line.billing_anchor == "day":
        day = line.billing_anchor_day or 1
        this_month = on_day(start.year, start.month, day)
        boundary = this_month if this_month >= start else add_months(this_month, 1, day)
        return (boundary, day) if boundary == start else (add_months(boundary, -months, day), day)
    anchor = line.billing_anchor_date or start
    distance = (start.year - anchor.year) * 12 + start.month - anchor.month
    boundary = add_months(anchor, distance // months * months)
    return (
        boundary if boundary <= start else add_months(boundary, -months, anchor.day)
    ), anchor.day


def rows(contract: Contract, line: ContractLine, until: date) -> Iterator[Row]:
    """Every row of the line whose billing period begins on or before `until`."""
    if line.charge_model == "milestone":
        for milestone in line.milestones:
            if milestone.completed_on and milestone.completed_on <= until:
                yield _single(milestone.completed_on, None, milestone.amount, contract.currency)
    elif not line.is_recurring:
        if line.start_date <= until:
            yield _single(
                line.start_date, line.quantity, line.unit_price or ZERO, contract.currency
            )
    else:
        for period in periods(contract, line, until):
            yield from period_rows(contract, line, period)


def _single(day: date, quantity: Decimal | None, price: Decimal, currency: str) -> Row:
    net = rounded((quantity or Decimal(1)) * price, currency)
    return Row(Period(day, day, day, day), day, day, day, quantity, price, net)


def period_rows(contract: Contract, line: ContractLine, period: Period) -> list[Row]:
    """The rows of one billing period: cut where terms change, each rounded once."""
    changes = sorted(
        day
        for day in {one.effective_date for one in contract.amendments if one.touches(line)}
        if period.start < day <= period.end
        and terms_on(contract, line, day) != terms_on(contract, line, day - DAY)
        and line.proration not in ("full", "none")
    )
    starts = [period.start, *changes]
    ends = [*(day - DAY for day in changes), period.end]
    return [
        _row(contract, line, period, start, end) for start, end in zip(starts, ends, strict=True)
    ]


def _row(contract: Contract, line: ContractLine, period: Period, start: date, end: date) -> Row:
    quantity, price = terms_on(contract, line, start)
    net = full_price(line, quantity, price) * _ratio(line, period, start, end)
    net *= _share_charged(contract, line, start)
    bill_on = start if line.billing_timing == "in_advance" else period.end + DAY
    return Row(period, start, end, bill_on, quantity, price, rounded(net, contract.currency))


def terms_on(contract: Contract, line: ContractLine, day: date) -> tuple[Decimal | None, Decimal]:
    """Quantity and unit price in force on a day."""
    quantity, price = line.quantity, line.unit_price or ZERO
    in_force = [
        one for one in contract.amendments if one.touches(line) and one.effective_date <= day
    ]
    for amendment in sorted(in_force, key=_seniority):
        if amendment.kind == "quantity":
            quantity = amendment.quantity
        elif amendment.kind == "price":
            price = amendment.unit_price or ZERO
    return quantity, price


def _seniority(amendment: Amendment) -> tuple[date, date, str]:
    return amendment.effective_date, amendment.signed_on, amendment.amendment_id


def full_price(line: ContractLine, quantity: Decimal | None, unit_price: Decimal) -> Fraction:
    """A whole billing period at that quantity and price."""
    units = quantity if line.charge_model == "per_unit" and quantity is not None else Decimal(1)
    ratio = Fraction(months_in(line.billing_period or ""), months_in(line.price_period or ""))
    return Fraction(units) * Fraction(unit_price) * ratio


def _ratio(line: ContractLine, period: Period, start: date, end: date) -> Fraction:
    if line.proration == "none" and not period.is_whole:
        return Fraction(0)
    if line.proration in ("full", "none"):
        return Fraction(1)
    return Fraction(days_between(start, end), days_between(period.full_start, period.full_end))


def _share_charged(contract: Contract, line: ContractLine, day: date) -> Fraction:
    """What the adjustments of that day leave of the price; their windows keep to whole periods."""
    share = Fraction(1)
    for window in contract.adjustments:
        if window.contract_line_id in (None, line.contract_line_id) and (
            window.start_date <= day <= (window.end_date or day)
        ):
            off = Fraction(100) if window.kind == "free" else Fraction(window.value or ZERO)
            share *= 1 - off / 100
    return share


def rate_for(contract: Contract, row: Row, issued_on: date, rates: Rates) -> Fraction:
    """The rate a row is converted at; KeyError where none is published."""
    day = {
        "bill_date": row.bill_on,
        "period_start": row.start,
        "period_end": row.end,
        "prior_month_end": first_of_month(row.bill_on) - DAY,
    }.get(contract.fx_rule or "issue_date", issued_on)
    if contract.fx_rule == "fixed" and contract.fx_rate is not None:
        return Fraction(contract.fx_rate)
    rate = rates.on(contract.currency, contract.billed_in, day)
    if rate is None:
        raise KeyError((contract.currency, contract.billed_in, day))
    return rate


def invoice_amount(contract: Contract, row: Row, issued_on: date, rates: Rates) -> Decimal:
    """A row in invoice currency, rounded once more."""
    if not contract.is_converted:
        return row.net_amount
    rate = rate_for(contract, row, issued_on, rates)
    return rounded(Fraction(row.net_amount) * rate, contract.billed_in)


def contract_value(contract: Contract, line: ContractLine) -> Decimal:
    """The line over its first term, or its first year where no end is agreed."""
    if line.charge_model == "milestone":
        return sum((milestone.amount for milestone in line.milestones), ZERO)
    if not line.is_recurring:
        return rounded((line.quantity or Decimal(1)) * (line.unit_price or ZERO), contract.currency)
    until = contract.end_date + DAY if contract.end_date else add_months(line.start_date, 12)
    months = (until.year - line.start_date.year) * 12 + until.month - line.start_date.month
    yearly = full_price(line, line.quantity, line.unit_price or ZERO)
    return rounded(yearly * months / months_in(line.billing_period or ""), contract.currency)
