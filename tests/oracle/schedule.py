"""The billing schedule of a whole book: every row a correct issuer would come to.

Data flow: clauses known of a line → charges (what is owed, when) → true-ups → rows in money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby

from tests.oracle.amounts import full_price, with_default_quantity
from tests.oracle.clauses import Clauses, clauses_by_line
from tests.oracle.durations import day_before, plus_months
from tests.oracle.life import cancelled_from, is_billable, life_of
from tests.oracle.money import rounded
from tests.oracle.periods import Period, billing_periods
from tests.oracle.proration import DEFAULT as DEFAULT_PRORATION
from tests.oracle.proration import ratio_through
from tests.oracle.rates import RateTable, rate_of
from tests.oracle.records import Book, ScheduleRow
from tests.oracle.segments import segments_of
from tests.oracle.terms import State, change_days, state_on, terms_on
from tests.oracle.usage import billed_quantity, priced_usage

HORIZON_MONTHS = 12


@dataclass(frozen=True)
class Span:
    """The rows asked for: billed by `last`, of periods that touch `first` to `begins_by`."""

    last: date
    first: date = date.min
    begins_by: date = date.max


@dataclass(frozen=True)
class Charge:
    """What one row charges, rounded in the contract currency; `_until` is the first day after."""

    charge_kind: str
    start: date
    until: date
    period: Period | None
    bill_on: date
    quantity: Decimal | None
    unit_price: Decimal | None
    net_amount: Decimal


def horizon_of(as_of: date, months: int = HORIZON_MONTHS) -> date:
    """The last bill date that is forecast."""
    return plus_months(as_of.year, as_of.month, months, as_of.day)


def _single(
    charge_kind: str, day: date, quantity: Decimal, price: Decimal, clauses: Clauses
) -> Charge:
    """A charge of one day, on the windows of that day; an amount off is taken whole."""
    terms = terms_on(day, clauses)
    full = Fraction(quantity) * Fraction(price)
    net = Fraction(0) if terms.state is State.FREE else terms.discounted(full, Fraction(1))
    return Charge(
        charge_kind,
        day,
        day + timedelta(days=1),
        None,
        day,
        quantity,
        price,
        rounded(net, clauses.contract.currency),
    )


def _one_time(clauses: Clauses, span: Span) -> Iterator[Charge]:
    """One row on start_date, on the terms of that day; not due on or after a cancel date."""
    day = clauses.line.start_date
    if day < cancelled_from(clauses.contract, clauses.amendments) and day <= span.last:
        terms = with_default_quantity(terms_on(day, clauses))
        yield _single("one_time", day, terms.quantity or Decimal(0), terms.unit_price, clauses)


def _milestones(clauses: Clauses, span: Span) -> Iterator[Charge]:  # noqa: ARG001
    """One row per milestone done, also after the line's end, not on or after a cancel date."""
    for milestone in clauses.milestones:
        day = milestone.completed_on
        if day is not None and day < cancelled_from(clauses.contract, clauses.amendments):
            yield _single("milestone", day, Decimal(1), milestone.amount, clauses)


def _periods(clauses: Clauses, span: Span) -> Iterator[Period]:
    """The billing periods that may bill by the horizon: no row is billed before its period."""
    life = life_of(clauses.contract, clauses.line, clauses.amendments)
    if life.is_empty:
        return
    for period in billing_periods(clauses.line, life.start, life.until):
        if period.start > min(span.last, span.begins_by):
            return
        if period.until > span.first:
            yield period


def _convention(clauses: Clauses) -> str:
    return clauses.line.proration or DEFAULT_PRORATION


def _recurring(clauses: Clauses, span: Span) -> Iterator[Charge]:
    """Periods tile the life, segments tile the periods (CANONICAL 2, Bill date).

    `in_advance` is billed on the segment's first day, `in_arrears` the day after the billing
    period, or the line, ends.
    """
    line, currency = clauses.line, clauses.contract.currency
    terms_of_day = cache(lambda day: terms_on(day, clauses))
    for period in _periods(clauses, span):
        may_change_on = change_days(clauses, period.until)
        for segment in segments_of(period, terms_of_day, may_change_on, _convention(clauses)):
            bill_on = segment.start if line.billing_timing == "in_advance" else period.until
            terms, net = segment.terms, Fraction(0)
            if terms.state is State.CHARGED:
                net = terms.discounted(full_price(line, terms) * segment.ratio, segment.ratio)
            yield Charge(
                "recurring",
                segment.start,
                segment.until,
                period,
                bill_on,
                terms.quantity,
                terms.unit_price,
                rounded(net, currency),
            )


def charged_days(period: Period, clauses: Clauses) -> int:
    """Days served that are neither free nor paused."""
    served = (period.until - period.start).days
    days = (period.start + timedelta(days=count) for count in range(served))
    return sum(state_on(day, clauses) is State.CHARGED for day in days)


def _usage(clauses: Clauses, span: Span) -> Iterator[Charge]:
    """One row per billing period in arrears, on the terms of its first served day.

    A period without a charged day costs nothing, no tier's flat amount either.
    """
    for period in _periods(clauses, span):
        terms, quantity = terms_on(period.start, clauses), billed_quantity(period, clauses)
        priced, net = priced_usage(quantity, terms, clauses), Fraction(0)
        if charged_days(period, clauses):
            ratio = ratio_through(period, period.until, _convention(clauses))
            net = terms.discounted(priced.price, ratio)
        yield Charge(
            "usage",
            period.start,
            period.until,
            period,
            period.until,
            quantity,
            priced.unit_price,
            rounded(net, clauses.contract.currency),
        )


CHARGES: dict[str, Callable[[Clauses, Span], Iterator[Charge]]] = {
    "flat": _recurring,
    "per_unit": _recurring,
    "one_time": _one_time,
    "milestone": _milestones,
    "usage_per_unit": _usage,
    "usage_graduated": _usage,
    "usage_volume": _usage,
    "usage_package": _usage,
}


def _with_true_ups(charges: Iterable[Charge], clauses: Clauses) -> Iterator[Charge]:
    """Every period's charges, then what they lack of the minimum (CANONICAL 2, minimum_amount)."""
    currency, minimum = clauses.contract.currency, clauses.line.minimum_amount
    for period, grouped in groupby(charges, key=lambda charge: charge.period):
        rows = list(grouped)
        yield from rows
        if period is None or minimum is None:
            continue
        served = (period.until - period.start).days
        share = ratio_through(period, period.until, _convention(clauses)) * Fraction(
            charged_days(period, clauses), served
        )
        least = rounded(Fraction(minimum) * share, currency)
        lacking = least - sum((row.net_amount for row in rows), Decimal(0))
        if lacking > 0:
            yield Charge(
                "minimum_true_up",
                period.start,
                period.until,
                period,
                period.until,
                None,
                None,
                lacking,
            )


def _in_money(clauses: Clauses, charge: Charge, table: RateTable, as_of: date) -> ScheduleRow:
    """Convert and round, tax and round (CANONICAL 2, Currency)."""
    contract, line = clauses.contract, clauses.line
    invoice_currency = contract.invoice_currency or contract.currency
    net, period_end = charge.net_amount, day_before(charge.until)
    rate = rate_of(contract, table, charge.bill_on, charge.start, period_end)
    invoice_net = None if rate is None else rounded(Fraction(net) * rate, invoice_currency)
    tax = (
        None
        if invoice_net is None
        else rounded(Fraction(invoice_net) * Fraction(line.tax_rate or 0), invoice_currency)
    )
    return ScheduleRow(
        contract_id=contract.contract_id,
        contract_line_id=line.contract_line_id,
        charge_kind=charge.charge_kind,
        period_start=charge.start,
        period_end=period_end,
        billing_period_start=charge.period.start if charge.period else charge.start,
        billing_period_end=day_before(charge.period.until) if charge.period else period_end,
        bill_on=charge.bill_on,
        is_due=charge.bill_on <= as_of,
        quantity=charge.quantity,
        unit_price=charge.unit_price,
        net_amount=net,
        currency=contract.currency,
        invoice_currency=invoice_currency,
        exchange_rate=rate,
        invoice_net_amount=invoice_net,
        tax_amount=tax,
    )


def line_schedule(
    clauses: Clauses, table: RateTable, as_of: date, span: Span | None = None
) -> list[ScheduleRow]:
    """The rows of one contract line in a span, else those that bill by the horizon."""
    if not is_billable(clauses.contract, as_of) or not clauses.is_priced:
        return []
    span = span or Span(horizon_of(as_of))
    charges = CHARGES[clauses.line.charge_model](clauses, span)
    return [
        _in_money(clauses, charge, table, as_of)
        for charge in _with_true_ups(charges, clauses)
        if charge.bill_on <= span.last
    ]


def billing_schedule(
    book: Book, as_of: date, horizon_months: int = HORIZON_MONTHS
) -> list[ScheduleRow]:
    """Every row of every line, in order of line and day."""
    table = RateTable(book.rates, as_of)
    span = Span(horizon_of(as_of, horizon_months))
    return [
        row
        for _, clauses in sorted(clauses_by_line(book, as_of).items())
        for row in line_schedule(clauses, table, as_of, span)
    ]
