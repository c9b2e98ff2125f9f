"""What goes into the oracle and what comes out: the drop's contract tables, as frozen records.

Field names are the drop's column names, so that `drop.py` reads and writes them without a map.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Contract:
    """A row of `contracts/contracts`, the columns that billing reads."""

    contract_id: str
    account_id: str
    legal_entity_id: str
    currency: str
    signed_on: date
    start_date: date
    status: str = "active"
    renewal: str = "none"
    customer_id: str | None = None
    invoice_currency: str | None = None
    fx_rule: str | None = None
    fx_rate: Decimal | None = None
    end_date: date | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True)
class ContractLine:
    """A row of `contracts/contract_lines`: a price, a rhythm and a life."""

    contract_line_id: str
    contract_id: str
    product_id: str
    charge_model: str
    start_date: date
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    price_period: str | None = None
    billing_period: str | None = None
    billing_timing: str = "in_advance"
    billing_anchor: str = "start"
    billing_anchor_day: int | None = None
    billing_anchor_date: date | None = None
    proration: str | None = None
    end_date: date | None = None
    tax_rate: Decimal | None = None
    included_quantity: Decimal | None = None
    minimum_amount: Decimal | None = None


@dataclass(frozen=True)
class Amendment:
    """A row of `contracts/amendments`; without a line it speaks of every line of the contract."""

    amendment_id: str
    contract_id: str
    kind: str
    effective_date: date
    signed_on: date
    contract_line_id: str | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    end_date: date | None = None


@dataclass(frozen=True)
class ExchangeRate:
    """A row of `reference/exchange_rates`: one `from_currency` is `rate` of `to_currency`."""

    rate_date: date
    from_currency: str
    to_currency: str
    rate: Decimal


@dataclass(frozen=True)
class Book:
    """Everything billing needs to know, and nothing else."""

    contracts: tuple[Contract, ...] = ()
    lines: tuple[ContractLine, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    # Lines with a term that the oracle has no module for yet: (contract, line or every line).
    unbuilt: frozenset[tuple[str, str | None]] = field(default_factory=frozenset)


@dataclass(frozen=True)
class ScheduleRow:
    """A row of `fct_billing_schedule`: contract line × billing period × segment.

    `exchange_rate` stays a fraction, for 1 ÷ the opposite rate has no last decimal; it, and with
    it the invoice amounts, are None where the rate is missing, never zero.
    """

    contract_id: str
    contract_line_id: str
    charge_kind: str
    period_start: date
    period_end: date
    billing_period_start: date
    billing_period_end: date
    bill_on: date
    is_due: bool
    quantity: Decimal | None
    unit_price: Decimal
    net_amount: Decimal
    currency: str
    invoice_currency: str
    exchange_rate: Fraction | None
    invoice_net_amount: Decimal | None
    tax_amount: Decimal | None
