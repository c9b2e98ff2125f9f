"""Mishaps of whole documents: never issued, issued twice, too long, taken back, out of nowhere.

Data flow: books, seed → a clean spot → documents removed, added or altered → the faults.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ingestion.sample import names
from ingestion.sample.billing import full_price, life_end, terms_on
from ingestion.sample.books import Books, Spot, stands_alone
from ingestion.sample.company import CHILE
from ingestion.sample.dates import DAY, add_months, weekday_from
from ingestion.sample.deals import PRODUCTS, price_list
from ingestion.sample.documents import Document, DocumentLine
from ingestion.sample.invoicing import converted, next_period
from ingestion.sample.mistakes import Planter
from ingestion.sample.money import ZERO, rounded, tax_on
from ingestion.sample.selling import Opportunity, Quote, QuoteLine
from ingestion.sample.truth import Fault, period_fault


def not_billed(shapes: tuple[str, ...], periods: int = 1, product_id: str = "") -> Planter:
    """Periods in a row that were never invoiced, in the contract's first year: no renewal yet."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        latest = books.as_of - timedelta(days=60 * (periods - 1))
        first = books.pick(
            rng,
            shapes,
            lambda one: (
                product_id in ("", one.line.product_id)
                and one.rows[0].net_amount > 0
                and one.period.start
                <= min(latest, add_months(one.contract.start_date, 12 - periods))
            ),
        )
        spots = [
            spot
            for spot in books.spots(first.contract)
            if spot.line == first.line and spot.period.start >= first.period.start
        ]
        return [_forget(books, spot) for spot in spots[:periods]]

    return plant


def _forget(books: Books, spot: Spot) -> Fault:
    others = tuple(one for one in spot.document.lines if one.owner != spot.line)
    books.remove(spot.document)
    if others:
        books.add([replace(spot.document, lines=others)])
    # With no document there is no issue date: the rate is that of the bill date.
    expected = sum(
        (converted(spot.contract, row, row.bill_on, books.rates) for row in spot.rows), ZERO
    )
    return period_fault("not_billed", replace(spot, expected=expected), ZERO)


def issued_twice(*shapes: str) -> Planter:
    """The same period invoiced again some days later; the customer pays the first one."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        again = weekday_from(spot.document.issue_date + timedelta(days=rng.randint(1, 12)))
        copy = replace(
            spot.document, key=f"{spot.document.key}/again", issue_date=again, is_disputed=True
        )
        books.add([replace(copy, due_date=again + spot.contract.payment_terms)])
        return [period_fault("duplicate_billing", spot, 2 * spot.expected)]

    return plant


def billed_after_end(*shapes: str) -> Planter:
    """One more period invoiced after the contract's last day."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, lambda one: _ended(books, one))
        contract, line = spot.contract, spot.line
        last_day = life_end(contract, line) or books.as_of
        period = next_period(contract, line, last_day)
        if period is None:
            raise LookupError(contract.contract_id)
        quantity, price = terms_on(contract, line, last_day)
        net = rounded(full_price(line, quantity, price), spot.currency)
        issued_on = weekday_from(period.start)
        printed = replace(
            spot.document.lines[0].charging(net, spot.currency, quantity, price),
            billing_period_start=None,
            period_start=period.start,
            period_end=period.end,
        )
        key = f"{contract.contract_id}/{period.start}/after"
        document = replace(spot.document, key=key, issue_date=issued_on, lines=(printed,))
        books.add(
            [replace(document, due_date=issued_on + spot.contract.payment_terms, is_disputed=True)]
        )
        return [
            Fault(
                gap_class="billed_after_end",
                contract_id=contract.contract_id,
                contract_line_id=line.contract_line_id,
                invoice_id=key,
                expected_amount=ZERO,
                actual_amount=net,
                gap_amount=net,
                currency=spot.currency,
            )
        ]

    return plant


def _ended(books: Books, spot: Spot) -> bool:
    last_day = life_end(spot.contract, spot.line)
    return (
        stands_alone(spot) and last_day is not None and last_day < books.as_of - timedelta(days=60)
    )


def credited_in_full(*shapes: str) -> Planter:
    """An invoice annulled by a credit note, and no new one in its place."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        books.add([annulment(spot.document, rng)])
        return [period_fault("credited_not_rebilled", spot, ZERO)]

    return plant


def annulment(document: Document, rng: random.Random) -> Document:
    """The credit note that takes a whole invoice back."""
    return replace(
        document,
        key=f"{document.key}/annulled",
        document_type="credit_note",
        issue_date=weekday_from(document.issue_date + timedelta(days=rng.randint(2, 8))),
        due_date=None,
        related_key=document.key,
        reference="Anula factura",
    )


def training_day(country: str, legal_entity_id: str, currency: str) -> Planter:
    """Something invoiced that no contract speaks of."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        customer = rng.choice([one for one in books.company.customers if one.country == country])
        product, (low, step) = PRODUCTS["CAPACITACION"], price_list("CAPACITACION", currency)
        net = rounded(low + step * rng.randrange(12), currency)
        rate = Decimal("0.19") if legal_entity_id == CHILE else Decimal("0.16")
        issued_on = weekday_from(books.as_of - timedelta(days=rng.randint(40, 400)))
        line = DocumentLine(
            None, None, product.product_id, product.name, Decimal(1), net, net, rate,
            tax_on(net, rate, currency),
        )  # fmt: skip
        key = f"training/{customer.customer_id}/{issued_on}/{len(books.documents)}"
        due = issued_on + 30 * DAY
        books.add(
            [
                Document(
                    key, None, "invoice", legal_entity_id, customer.customer_id, issued_on, due,
                    currency, (line,),
                )
            ]
        )  # fmt: skip
        return [
            Fault(
                gap_class="invoice_without_contract",
                invoice_id=key,
                expected_amount=ZERO,
                actual_amount=net,
                gap_amount=net,
                currency=currency,
            )
        ]

    return plant


def won_and_forgotten(books: Books, rng: random.Random) -> list[Fault]:
    """A deal that was won, with its quote accepted, and never written down as a contract."""
    number = len(books.unsigned) + 1
    customer = rng.choice([one for one in books.company.customers if one.country == "CL"])
    product, (low, step) = PRODUCTS["ANALITICA"], price_list("ANALITICA", "CLP")
    price = low + step * rng.randrange(12)
    won_on = books.as_of - timedelta(days=rng.randint(40, 300))
    deal = Opportunity(
        f"OPP-W{number:03d}", customer.account_id, f"{product.name} · {customer.name}", "ganado",
        True, price * 12, "CLP", won_on, rng.choice(names.OWNERS), None,
    )  # fmt: skip
    quote_id = f"QUO-W{number:03d}"
    line = QuoteLine(
        f"{quote_id}-1", quote_id, product.product_id, product.name, Decimal(1), price, "P1M",
        "P1M", None, None, None,
    )  # fmt: skip
    quote = Quote(quote_id, deal.opportunity_id, "accepted", "CLP", won_on, (line,))
    books.unsigned.append((deal, quote))
    return [Fault("deal_without_contract", opportunity_id=deal.opportunity_id)]
