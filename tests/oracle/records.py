"""What goes into the oracle and what comes out: the drop's contract tables, as frozen records.

Field names are the drop's column names, so that `drop.py` reads and writes them without a map.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    recognition: str | None = None
    recognition_span: str | None = None
    standalone_price: Decimal | None = None
    bundle_id: str | None = None


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
class PriceTier:
    """A row of `contracts/price_tiers`; without `up_to_quantity` it has no limit."""

    contract_line_id: str
    tier_number: int
    unit_price: Decimal
    up_to_quantity: Decimal | None = None
    flat_amount: Decimal | None = None


@dataclass(frozen=True)
class Adjustment:
    """A row of `contracts/adjustments`: a window; without a line it is of every line."""

    adjustment_id: str
    contract_id: str
    kind: str
    start_date: date
    contract_line_id: str | None = None
    value: Decimal | None = None
    end_date: date | None = None
    index_code: str | None = None
    index_lag_months: int | None = None
    cap_percent: Decimal | None = None
    floor_percent: Decimal | None = None


@dataclass(frozen=True)
class Milestone:
    """A row of `contracts/milestones`."""

    milestone_id: str
    contract_line_id: str
    name: str
    amount: Decimal
    planned_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True)
class UsageRecord:
    """A row of `usage/usage_records`."""

    usage_id: str
    contract_line_id: str
    used_on: date
    quantity: Decimal


@dataclass(frozen=True)
class IndexValue:
    """A row of `reference/index_values`; `index_month` is the first day of the month."""

    index_code: str
    index_month: date
    value: Decimal


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
    tiers: tuple[PriceTier, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    usage: tuple[UsageRecord, ...] = ()
    index_values: tuple[IndexValue, ...] = ()


@dataclass(frozen=True)
class ScheduleRow:
    """A row of `fct_billing_schedule`: contract line × billing period × segment, or a true-up.

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
    unit_price: Decimal | None
    net_amount: Decimal
    currency: str
    invoice_currency: str
    exchange_rate: Fraction | None
    invoice_net_amount: Decimal | None
    tax_amount: Decimal | None
