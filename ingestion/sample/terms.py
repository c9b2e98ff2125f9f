"""What was agreed: contracts, their lines and amendments, named as the tables of the drop are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Milestone:
    """A part of a project, due when it is done: a row of contracts/milestones."""

    milestone_id: str
    contract_line_id: str
    name: str
    amount: Decimal
    planned_on: date
    completed_on: date | None


@dataclass(frozen=True)
class Adjustment:
    """A window of other terms: a row of contracts/adjustments."""

    adjustment_id: str
    contract_id: str
    contract_line_id: str | None
    kind: str
    value: Decimal | None
    start_date: date
    end_date: date | None


@dataclass(frozen=True)
class Amendment:
    """A change agreed later: a row of contracts/amendments."""

    amendment_id: str
    contract_id: str
    contract_line_id: str | None
    kind: str
    effective_date: date
    signed_on: date
    quantity: Decimal | None = None
    unit_price: Decimal | None = None

    @property
    def known_from(self) -> date:
        """When the clerk can act on it: a cancel once signed, others once they also hold."""
        return self.signed_on if self.kind == "cancel" else max(self.effective_date, self.signed_on)

    def touches(self, line: ContractLine) -> bool:
        """Whether it changes that line."""
        return self.contract_id == line.contract_id and self.contract_line_id in (
            None,
            line.contract_line_id,
        )


@dataclass(frozen=True)
class ContractLine:
    """One thing sold under a contract: a row of contracts/contract_lines."""

    contract_line_id: str
    contract_id: str
    product_id: str
    description: str
    charge_model: str
    quantity: Decimal | None
    unit_price: Decimal | None
    price_period: str | None
    billing_period: str | None
    billing_timing: str
    billing_anchor: str
    billing_anchor_day: int | None
    billing_anchor_date: date | None
    proration: str | None
    start_date: date
    end_date: date | None
    tax_rate: Decimal | None
    quote_line_id: str | None
    milestones: tuple[Milestone, ...] = ()

    @property
    def is_recurring(self) -> bool:
        """Whether it is billed period by period."""
        return self.billing_period is not None


@dataclass(frozen=True)
class Contract:
    """A signed contract: a row of contracts/contracts, with its lines and what changed them.

    `shape` and `link` are the generator's: the kind of deal, and how the ERP refers to it.
    """

    contract_id: str
    shape: str
    link: str
    opportunity_id: str | None
    quote_id: str | None
    account_id: str
    customer_id: str
    payer_customer_id: str | None
    legal_entity_id: str
    currency: str
    invoice_currency: str | None
    fx_rule: str | None
    fx_rate: Decimal | None
    signed_on: date
    start_date: date
    end_date: date | None
    status: str
    cancelled_on: date | None
    renewal: str
    renewal_period: str | None
    payment_terms_days: int
    purchase_order: str | None
    notes: str | None
    default_tax_rate: Decimal
    lines: tuple[ContractLine, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def payer_id(self) -> str:
        """Who is invoiced."""
        return self.payer_customer_id or self.customer_id

    @property
    def payment_terms(self) -> timedelta:
        """From the issue of an invoice to its due date."""
        return timedelta(days=self.payment_terms_days)

    @property
    def billed_in(self) -> str:
        """The currency of its invoices."""
        return self.invoice_currency or self.currency

    @property
    def is_converted(self) -> bool:
        """Whether its invoices are in another currency than its prices."""
        return self.billed_in != self.currency

    def with_amendments(self, amendments: tuple[Amendment, ...]) -> Contract:
        """The contract as one knows it who knows of these amendments only."""
        return replace(self, amendments=amendments)

    def tax_rate_of(self, line: ContractLine) -> Decimal:
        """The rate its invoices should carry: the line's, else the usual one of the sale."""
        return self.default_tax_rate if line.tax_rate is None else line.tax_rate
