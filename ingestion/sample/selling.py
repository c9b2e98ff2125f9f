"""How the contracts were sold, and what was not: opportunities, quotes, quote lines.

Data flow: contracts, company, seed → a won opportunity and its quotes for each contract, and the
deals that were lost or are still open. Quote and contract agree in every field both hold.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ingestion.sample import names
from ingestion.sample.billing import contract_value
from ingestion.sample.company import Company
from ingestion.sample.deals import PRODUCTS, price_list
from ingestion.sample.money import ZERO
from ingestion.sample.terms import Contract, ContractLine

LOST, OPEN = 38, 24


@dataclass(frozen=True)
class Opportunity:
    """A deal in the CRM: a row of crm/opportunities."""

    opportunity_id: str
    account_id: str
    name: str
    stage: str
    is_won: bool
    amount: Decimal | None
    currency: str
    close_date: date
    owner: str
    notes: str | None


@dataclass(frozen=True)
class QuoteLine:
    """A line of a quote: a row of crm/quote_lines."""

    quote_line_id: str
    quote_id: str
    product_id: str
    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    price_period: str | None
    billing_period: str | None
    discount_percent: Decimal | None
    start_date: date | None
    end_date: date | None


@dataclass(frozen=True)
class Quote:
    """A quote: a row of crm/quotes, with its lines."""

    quote_id: str
    opportunity_id: str
    status: str
    currency: str
    accepted_on: date | None
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True)
class Sales:
    """The CRM's deals and what was quoted for them."""

    opportunities: tuple[Opportunity, ...]
    quotes: tuple[Quote, ...]

    def and_also(self, deals: Iterable[tuple[Opportunity, Quote]]) -> Sales:
        """These sales and some more deals with their quotes."""
        more = tuple(deals)
        return Sales(
            (*self.opportunities, *(deal for deal, _ in more)),
            (*self.quotes, *(quote for _, quote in more)),
        )

    @property
    def quote_lines(self) -> tuple[QuoteLine, ...]:
        """The lines of every quote."""
        return tuple(line for quote in self.quotes for line in quote.lines)


def sell(company: Company, contracts: tuple[Contract, ...], seed: int, as_of: date) -> Sales:
    """The selling behind the contracts, and the deals that came to nothing or not yet."""
    rng = random.Random(f"{seed}/selling")
    won = [_deal(rng, company, contract) for contract in contracts]
    quotes = [quote for contract in contracts for quote in _quotes(rng, contract)]
    others = list(_not_won(rng, company, contracts[0].signed_on, as_of))
    quotes += [_offer(rng, one) for one in others if one.stage != "calificado"]
    return Sales((*won, *others), tuple(quotes))


def _deal(rng: random.Random, company: Company, contract: Contract) -> Opportunity:
    """The deal behind a contract: won, or still in negotiation where the contract is a draft."""
    is_won = contract.status != "draft"
    value = sum((contract_value(contract, line) for line in contract.lines), ZERO)
    return Opportunity(
        opportunity_id=contract.opportunity_id or "",
        account_id=contract.account_id,
        name=f"{contract.lines[0].description} · {company.customer(contract.customer_id).name}",
        stage="ganado" if is_won else "negociacion",
        is_won=is_won,
        amount=None if contract.adjustments else value,  # the CRM has no field for a window
        currency=contract.currency,
        close_date=contract.signed_on,
        owner=rng.choice(names.OWNERS),
        notes=rng.choice(names.CALL_NOTES) if rng.random() < 0.4 else None,
    )


def _quotes(rng: random.Random, contract: Contract) -> Iterator[Quote]:
    """The quote agreed on; before it, for one in six, an earlier and dearer one, refused."""
    if contract.quote_id is None:
        return
    lines = tuple(_quoted(contract, line) for line in contract.lines)
    if rng.random() < 0.16:
        earlier = f"{contract.quote_id}-A"
        yield Quote(
            earlier,
            contract.opportunity_id or "",
            "rejected",
            contract.currency,
            None,
            tuple(_dearer(line, earlier) for line in lines),
        )
    yield Quote(
        contract.quote_id,
        contract.opportunity_id or "",
        "sent" if contract.status == "draft" else "accepted",
        contract.currency,
        None if contract.status == "draft" else contract.signed_on,
        lines,
    )


def _quoted(contract: Contract, line: ContractLine) -> QuoteLine:
    discount = next(
        (window.value for window in contract.adjustments if window.kind == "percent_discount"), None
    )
    return QuoteLine(
        quote_line_id=line.quote_line_id or "",
        quote_id=contract.quote_id or "",
        product_id=line.product_id,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_period=line.price_period,
        billing_period=line.billing_period,
        discount_percent=discount,
        start_date=line.start_date,
        end_date=line.end_date,
    )


def _dearer(line: QuoteLine, quote_id: str) -> QuoteLine:
    price = None if line.unit_price is None else line.unit_price * Decimal("1.1")
    return QuoteLine(
        f"{quote_id}-{line.quote_line_id[-1]}", quote_id, line.product_id, line.description,
        line.quantity, price, line.price_period, line.billing_period, None, None, None,
    )  # fmt: skip


def _not_won(
    rng: random.Random, company: Company, first: date, as_of: date
) -> Iterator[Opportunity]:
    """Lost deals over the whole window; open ones that are to close after the as-of date."""
    days = (as_of - first).days
    for number in range(1, LOST + OPEN + 1):
        is_open = number > LOST
        account = rng.choice(company.prospects)
        product = PRODUCTS[rng.choice(("PLATAFORMA", "ANALITICA", "IMPLEMENTACION"))]
        low, step = price_list(product.product_id, "CLP")
        offset = rng.randrange(10, 120) if is_open else -rng.randrange(10, days)
        yield Opportunity(
            opportunity_id=f"OPP-X{number:03d}",
            account_id=account.account_id,
            name=f"{product.name} · {account.name}",
            stage=rng.choice(("calificado", "propuesta", "negociacion")) if is_open else "perdido",
            is_won=False,
            amount=(low + step * rng.randrange(12)) * 12,
            currency="CLP",
            close_date=as_of + timedelta(days=offset),
            owner=rng.choice(names.OWNERS),
            notes=rng.choice(names.CALL_NOTES) if rng.random() < 0.5 else None,
        )


def _offer(rng: random.Random, deal: Opportunity) -> Quote:
    quote_id = f"QUO-{deal.opportunity_id[4:]}"
    status = "rejected" if deal.stage == "perdido" else rng.choice(("draft", "sent"))
    monthly = (deal.amount or ZERO) / 12
    line = QuoteLine(
        f"{quote_id}-1", quote_id, "PLATAFORMA", "Plataforma de bodegas", Decimal(1), monthly,
        "P1M", "P1M", None, None, None,
    )  # fmt: skip
    return Quote(quote_id, deal.opportunity_id, status, deal.currency, None, (line,))
