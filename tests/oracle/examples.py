"""A contract with one line, so that a test writes down only the terms it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.records import (
    Adjustment,
    Amendment,
    Book,
    Contract,
    ContractLine,
    ExchangeRate,
    IndexValue,
    Milestone,
    PriceTier,
    ScheduleRow,
    UsageRecord,
)
from tests.oracle.schedule import billing_schedule

AS_OF = date(2026, 6, 30)


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


def contract(**terms: Any) -> Contract:
    """An active contract in pesos, signed before it starts."""
    return replace(
        Contract(
            contract_id="C",
            account_id="A",
            legal_entity_id="CL",
            currency="CLP",
            signed_on=date(2000, 1, 1),
            start_date=date(2000, 1, 1),
        ),
        **terms,
    )


def line(**terms: Any) -> ContractLine:
    """A flat 31,000 a month, in advance, from its start."""
    return replace(
        ContractLine(
            contract_line_id="L",
            contract_id="C",
            product_id="P",
            charge_model="flat",
            start_date=date(2026, 1, 1),
            unit_price=Decimal(31000),
            price_period="P1M",
            billing_period="P1M",
        ),
        **terms,
    )


def amendment(kind: str, effective: str, signed: str = "2020-01-01", **terms: Any) -> Amendment:
    """An amendment of the whole contract, known early."""
    return replace(
        Amendment(
            amendment_id="M1",
            contract_id="C",
            kind=kind,
            effective_date=day(effective),
            signed_on=day(signed),
        ),
        **terms,
    )


def window(kind: str, start: str, end: str | None = None, **terms: Any) -> Adjustment:
    """An adjustment of the whole contract; `value` may be written as a number."""
    if "value" in terms:
        terms["value"] = Decimal(terms["value"])
    return replace(
        Adjustment(
            adjustment_id="J1",
            contract_id="C",
            kind=kind,
            start_date=day(start),
            end_date=day(end) if end else None,
        ),
        **terms,
    )


def tiers(*agreed: tuple[int | None, str, str | None]) -> tuple[PriceTier, ...]:
    """Tiers from the first on: up to a quantity, the unit price, the flat amount."""
    return tuple(
        PriceTier(
            contract_line_id="L",
            tier_number=number,
            unit_price=Decimal(unit_price),
            up_to_quantity=None if up_to is None else Decimal(up_to),
            flat_amount=None if flat is None else Decimal(flat),
        )
        for number, (up_to, unit_price, flat) in enumerate(agreed, start=1)
    )


def usage(**quantities: str) -> tuple[UsageRecord, ...]:
    """Usage by day: `d20260515="12.5"`."""
    return tuple(
        UsageRecord(f"U{number}", "L", date.fromisoformat(on.removeprefix("d")), Decimal(quantity))
        for number, (on, quantity) in enumerate(quantities.items(), start=1)
    )


def milestone(number: int, amount: str, completed: str | None) -> Milestone:
    """A milestone of the line, done on a day or not yet."""
    return Milestone(
        milestone_id=f"S{number}",
        contract_line_id="L",
        name=f"Stage {number}",
        amount=Decimal(amount),
        completed_on=day(completed) if completed else None,
    )


def index(**values: str) -> tuple[IndexValue, ...]:
    """Values of the index `IPC` by month: `m202405="102.5"`."""
    return tuple(
        IndexValue("IPC", date(int(month[1:5]), int(month[5:]), 1), Decimal(value))
        for month, value in values.items()
    )


def rate(on: str, pair: str, value: str) -> ExchangeRate:
    """`CLF/CLP` at `value` on a day."""
    from_currency, to_currency = pair.split("/")
    return ExchangeRate(day(on), from_currency, to_currency, Decimal(value))


def rows(
    line_: ContractLine,
    *clauses: Amendment | Adjustment,
    contract_: Contract | None = None,
    rates: tuple[ExchangeRate, ...] = (),
    as_of: date = AS_OF,
    **tables: Any,
) -> list[ScheduleRow]:
    """The schedule of one line with its amendments and windows, and other tables of the book."""
    book = Book(
        contracts=(contract_ or contract(),),
        lines=(line_,),
        amendments=tuple(one for one in clauses if isinstance(one, Amendment)),
        adjustments=tuple(one for one in clauses if isinstance(one, Adjustment)),
        rates=rates,
        **tables,
    )
    return billing_schedule(book, as_of)


def spans(schedule: list[ScheduleRow]) -> list[tuple[str, str]]:
    """The segments' days, to be read."""
    return [(str(row.period_start), str(row.period_end)) for row in schedule]


def amounts(schedule: list[ScheduleRow]) -> list[str]:
    """The rows' net amounts, to be read."""
    return [str(row.net_amount) for row in schedule]
