"""The billing schedule of a whole book: every row a correct issuer would come to.

Data flow: contract + line + amendments known → charges (what is owed, when) → rows in money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.amounts import full_price, with_default_quantity
from tests.oracle.durations import day_before, plus_months
from tests.oracle.life import cancelled_from, is_billable, known_amendments, life_of
from tests.oracle.money import rounded
from tests.oracle.periods import billing_periods
from tests.oracle.proration import DEFAULT as DEFAULT_PRORATION
from tests.oracle.rates import RateTable, rate_of
from tests.oracle.records import Amendment, Book, Contract, ContractLine, ScheduleRow
from tests.oracle.segments import segments_of
from tests.oracle.terms import Terms, change_days, terms_on

HORIZON_MONTHS = 12


@dataclass(frozen=True)
class Charge:
    """What one row charges, before money is rounded; `_until` is the first day after."""

    charge_kind: str
    start: date
    until: date
    period_start: date
    period_until: date
    bill_on: date
    terms: Terms
    ratio: Fraction


def horizon_of(as_of: date, months: int = HORIZON_MONTHS) -> date:
    """The last bill date that is forecast."""
    return plus_months(as_of.year, as_of.month, months, as_of.day)


def _one_time(
    contract: Contract, line: ContractLine, known: list[Amendment], horizon: date
) -> Iterator[Charge]:
    """One row on start_date, on the terms of that day; not due on or after a cancel date."""
    day = line.start_date
    if day < cancelled_from(contract, known) and day <= horizon:
        until = day + timedelta(days=1)
        terms = with_default_quantity(terms_on(day, line, known))
        yield Charge("one_time", day, until, day, until, day, terms, Fraction(1))


def _recurring(
    contract: Contract, line: ContractLine, known: list[Amendment], horizon: date
) -> Iterator[Charge]:
    """Periods tile the life, segments tile the periods (CANONICAL 2, Bill date).

    `in_advance` is billed on the segment's first day, `in_arrears` the day after the billing
    period, or the line, ends. No row is billed before its period begins: the horizon bounds them.
    """
    life = life_of(contract, line, known)
    if life.is_empty:
        return
    last_needed = min(life.until, horizon + timedelta(days=1))
    may_change_on = change_days(known)
    for period in billing_periods(line, life.start, life.until):
        if period.start >= last_needed:
            return
        for segment in segments_of(
            period,
            lambda day: terms_on(day, line, known),
            may_change_on,
            line.proration or DEFAULT_PRORATION,
        ):
            bill_on = segment.start if line.billing_timing == "in_advance" else period.until
            if bill_on <= horizon:
                yield Charge(
                    "recurring",
                    segment.start,
                    segment.until,
                    period.start,
                    period.until,
                    bill_on,
                    segment.terms,
                    segment.ratio,
                )


CHARGES = {
    "flat": _recurring,
    "per_unit": _recurring,
    "one_time": _one_time,
}


def _in_money(
    contract: Contract, line: ContractLine, charge: Charge, table: RateTable, as_of: date
) -> ScheduleRow:
    """Round once in the contract currency, convert and round, tax and round (CANONICAL 2)."""
    invoice_currency = contract.invoice_currency or contract.currency
    net = rounded(full_price(line, charge.terms) * charge.ratio, contract.currency)
    rate = rate_of(contract, table, charge.bill_on, charge.start, day_before(charge.until))
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
        period_end=day_before(charge.until),
        billing_period_start=charge.period_start,
        billing_period_end=day_before(charge.period_until),
        bill_on=charge.bill_on,
        is_due=charge.bill_on <= as_of,
        quantity=charge.terms.quantity,
        unit_price=charge.terms.unit_price,
        net_amount=net,
        currency=contract.currency,
        invoice_currency=invoice_currency,
        exchange_rate=rate,
        invoice_net_amount=invoice_net,
        tax_amount=tax,
    )


def line_schedule(
    contract: Contract,
    line: ContractLine,
    amendments: Iterable[Amendment],
    table: RateTable,
    as_of: date,
    horizon_months: int = HORIZON_MONTHS,
) -> list[ScheduleRow]:
    """The rows of one contract line."""
    if not is_billable(contract, as_of):
        return []
    known = known_amendments(line, amendments, as_of)
    charges = CHARGES[line.charge_model](contract, line, known, horizon_of(as_of, horizon_months))
    return [_in_money(contract, line, charge, table, as_of) for charge in charges]


def billing_schedule(
    book: Book, as_of: date, horizon_months: int = HORIZON_MONTHS
) -> list[ScheduleRow]:
    """Every row of every line whose terms the oracle knows, in order of line and day."""
    contracts = {contract.contract_id: contract for contract in book.contracts}
    amendments: dict[str, list[Amendment]] = {}
    for amendment in book.amendments:
        amendments.setdefault(amendment.contract_id, []).append(amendment)
    table = RateTable(book.rates, as_of)
    return [
        row
        for line in sorted(book.lines, key=lambda line: line.contract_line_id)
        if not {(line.contract_id, None), (line.contract_id, line.contract_line_id)} & book.unbuilt
        for row in line_schedule(
            contracts[line.contract_id],
            line,
            amendments.get(line.contract_id, []),
            table,
            as_of,
            horizon_months,
        )
    ]
