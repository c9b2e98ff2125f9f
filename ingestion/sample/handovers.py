"""What was lost between the sale and its contract: no deal, another quote, another amount.

Data flow: books, sales, seed → contracts and sales that no longer agree → the faults. Nothing of it
touches what is billed: the contract is right by itself, and the CRM says something else.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ingestion.sample.books import Books
from ingestion.sample.dates import add_months
from ingestion.sample.deals import NOT_JUDGED, price_list
from ingestion.sample.money import ZERO, rounded
from ingestion.sample.selling import Quote, QuoteLine, Sales
from ingestion.sample.terms import Contract
from ingestion.sample.truth import Fault

WITHOUT_DEAL, OTHER_AMOUNT = 3, 3
FIRST_CONTRACTS = 20  # the CRM holds the deals from the first of these on
Quoting = Callable[[Quote, QuoteLine], tuple[Quote, QuoteLine]]


def plant_handovers(books: Books, sales: Sales, seed: int) -> tuple[Sales, list[Fault]]:
    """Plant each fault of the handover in a contract that holds no other fault."""
    rng = random.Random(f"{seed}/handovers")
    faults = []
    for quoting in _QUOTINGS:
        contract = _pick(books, rng, _is_quoted_by_the_unit if quoting is _larger else _is_quoted)
        sales = _requoted(sales, contract, quoting)
        line = contract.lines[0]
        faults.append(
            Fault(
                "quote_contract_mismatch",
                contract_id=contract.contract_id,
                contract_line_id=line.contract_line_id,
            )
        )
    for _ in range(OTHER_AMOUNT):
        contract = _pick(books, rng, lambda _: True)
        sales = _revalued(sales, contract)
        faults.append(
            Fault(
                "opportunity_contract_mismatch",
                contract_id=contract.contract_id,
                opportunity_id=contract.opportunity_id,
            )
        )
    accounts = Counter(contract.account_id for contract in books.contracts)
    for _ in range(WITHOUT_DEAL):
        contract = _pick(books, rng, lambda one: accounts[one.account_id] == 1)
        sales = _forgotten(books, sales, contract)
        faults.append(Fault("contract_without_deal", contract_id=contract.contract_id))
    return sales, faults


def _pick(books: Books, rng: random.Random, is_fit: Callable[[Contract], bool]) -> Contract:
    """A contract of one monthly line, as signed, that no fault has touched; now one has."""
    contract = rng.choice(
        [
            one
            for one in books.contracts[FIRST_CONTRACTS:]
            if one.contract_id not in books.touched
            and one.shape not in NOT_JUDGED
            and one.status == "active"
            and not one.amendments
            and len(one.lines) == 1
            and (one.lines[0].price_period, one.lines[0].billing_period) == ("P1M", "P1M")
            and is_fit(one)
        ]
    )
    books.touched.add(contract.contract_id)
    return contract


def _is_quoted(contract: Contract) -> bool:
    return contract.quote_id is not None


def _is_quoted_by_the_unit(contract: Contract) -> bool:
    return _is_quoted(contract) and contract.lines[0].charge_model == "per_unit"


def _larger(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    return quote, replace(line, quantity=(line.quantity or ZERO) + 2)


def _dearer(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    _, step = price_list(line.product_id, quote.currency)
    return quote, replace(line, unit_price=(line.unit_price or ZERO) + step)


def _with_discount(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    return quote, replace(line, discount_percent=Decimal(10))


def _from_a_month_later(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    return quote, line if line.start_date is None else replace(
        line, start_date=add_months(line.start_date, 1)
    )


def _by_the_quarter(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    return quote, replace(line, billing_period="P3M")


def _in_another_currency(quote: Quote, line: QuoteLine) -> tuple[Quote, QuoteLine]:
    return replace(quote, currency="USD" if quote.currency != "USD" else "CLP"), line


_QUOTINGS: tuple[Quoting, ...] = (
    _larger, _dearer, _with_discount, _from_a_month_later, _by_the_quarter, _in_another_currency,
)  # fmt: skip


def _requoted(sales: Sales, contract: Contract, quoting: Quoting) -> Sales:
    """The sales with that contract's quote told otherwise."""

    def told(quote: Quote) -> Quote:
        if quote.quote_id != contract.quote_id:
            return quote
        changed, line = quoting(quote, quote.lines[0])
        return replace(changed, lines=(line,))

    return replace(sales, quotes=tuple(told(quote) for quote in sales.quotes))


def _revalued(sales: Sales, contract: Contract) -> Sales:
    """The sales with that contract's deal won for an eighth more: no whole number of months."""
    return replace(
        sales,
        opportunities=tuple(
            replace(deal, amount=rounded(Fraction(deal.amount or ZERO) * 9 / 8, deal.currency))
            if deal.opportunity_id == contract.opportunity_id
            else deal
            for deal in sales.opportunities
        ),
    )


def _forgotten(books: Books, sales: Sales, contract: Contract) -> Sales:
    """The sales without that contract's deal, of which the contract no longer speaks either."""
    unknown = replace(
        contract,
        opportunity_id=None,
        quote_id=None,
        lines=tuple(replace(line, quote_line_id=None) for line in contract.lines),
    )
    books.contracts = tuple(unknown if one is contract else one for one in books.contracts)
    deal_id = contract.opportunity_id
    return Sales(
        tuple(one for one in sales.opportunities if one.opportunity_id != deal_id),
        tuple(one for one in sales.quotes if one.opportunity_id != deal_id),
    )
