"""A contract with one line, so that a test writes down only the terms it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.records import Amendment, Book, Contract, ContractLine, ExchangeRate, ScheduleRow
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


def rate(on: str, pair: str, value: str) -> ExchangeRate:
    """`CLF/CLP` at `value` on a day."""
    from_currency, to_currency = pair.split("/")
    return ExchangeRate(day(on), from_currency, to_currency, Decimal(value))


def rows(
    line_: ContractLine,
    *amendments: Amendment,
    contract_: Contract | None = None,
    rates: tuple[ExchangeRate, ...] = (),
    as_of: date = AS_OF,
) -> list[ScheduleRow]:
    """The schedule of one line."""
    book = Book((contract_ or contract(),), (line_,), amendments, rates)
    return billing_schedule(book, as_of)


def spans(schedule: list[ScheduleRow]) -> list[tuple[str, str]]:
    """The segments' days, to be read."""
    return [(str(row.period_start), str(row.period_end)) for row in schedule]


def amounts(schedule: list[ScheduleRow]) -> list[str]:
    """The rows' net amounts, to be read."""
    return [str(row.net_amount) for row in schedule]
