"""Puts the sample company together, as records.

Data flow: people, rates → contracts → documents as a careful clerk issues them → planted faults →
sales, numbers → receipts and the rest of the bank's lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ingestion.sample.banking import BankLine, Cash, collect
from ingestion.sample.books import Books, stands_alone
from ingestion.sample.company import Company, found_company
from ingestion.sample.contracting import sign_contracts
from ingestion.sample.dates import add_months, first_of_month
from ingestion.sample.deals import SHAPES, SHAPES_WITHOUT_RATE
from ingestion.sample.documents import Document, numbered
from ingestion.sample.faults import plant_faults
from ingestion.sample.handovers import plant_handovers
from ingestion.sample.invoicing import invoice_contract
from ingestion.sample.mishaps import annulment
from ingestion.sample.rates import publish_rates
from ingestion.sample.selling import Sales, sell
from ingestion.sample.spending import spend
from ingestion.sample.truth import Fault, named

MONTHS_OF_HISTORY = 18
REISSUED = ("clp_monthly", "mxn_monthly", "uf_monthly")
VOIDED, DRAFTED = 6, 4


@dataclass(frozen=True)
class Sample:
    """The sample company as records, before anything is written; `first` opens its window."""

    first: date
    company: Company
    books: Books
    sales: Sales
    documents: tuple[Document, ...]
    cash: Cash
    lines: tuple[BankLine, ...]
    faults: tuple[Fault, ...]


def make_sample(seed: int, as_of: date, *, with_faults: bool) -> Sample:
    """The sample company of one seed, with its documents numbered and its faults named."""
    first = first_of_month(add_months(as_of, 1 - MONTHS_OF_HISTORY))
    company, rates = found_company(seed), publish_rates(seed, first, as_of)
    shapes = (*SHAPES, *SHAPES_WITHOUT_RATE) if with_faults else SHAPES
    books = Books(company, sign_contracts(company, shapes, seed, first, as_of), rates, as_of)
    for contract in books.contracts:
        books.add(invoice_contract(contract, rates, seed, as_of))
    _reissue(books, seed)
    faults = plant_faults(books, seed) if with_faults else []
    sales = sell(company, books.contracts, seed, as_of).and_also(books.unsigned)
    if with_faults:
        sales, handovers = plant_handovers(books, sales, seed)
        faults += handovers
    documents = numbered([*books.documents.values(), *_unposted(books, seed)])
    cash = collect(company, documents, seed, as_of, with_faults=with_faults)
    lines = (*cash.lines, *spend(company, cash.lines, rates, seed, first, as_of))
    ids = {document.key: document.invoice_id for document in documents}
    planted = named([*faults, *cash.faults], ids)
    return Sample(first, company, books, sales, documents, cash, lines, planted)


def _reissue(books: Books, seed: int) -> None:
    """Some invoices are annulled over a misspelling and issued again at once: all in order."""
    rng = random.Random(f"{seed}/reissue")
    for shape in REISSUED:
        spot = books.pick(rng, (shape,), stands_alone)
        credit = annulment(spot.document, rng)
        again = replace(
            spot.document,
            key=f"{spot.document.key}/reissued",
            issue_date=credit.issue_date,
            due_date=credit.issue_date + spot.contract.payment_terms,
            reference="Corrige glosa",
        )
        books.add([credit, again])


def _unposted(books: Books, seed: int) -> Iterator[Document]:
    """Documents that count for nothing: voided the day they were written, or still drafts."""
    rng = random.Random(f"{seed}/unposted")
    invoices = sorted(
        (one for one in books.documents.values() if one.document_type == "invoice"),
        key=lambda one: (one.issue_date, one.key),
    )
    for document in rng.sample(invoices, VOIDED):
        yield replace(document, key=f"{document.key}/void", status="cancelled")
    for document in invoices[-DRAFTED:]:
        yield replace(document, key=f"{document.key}/draft", status="draft")
