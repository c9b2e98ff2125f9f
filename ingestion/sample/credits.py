"""Credit notes gone wrong: one that says nothing of what it corrects, two for one invoice.

Data flow: books, seed → a clean spot → credit notes added → the faults. The period stands as
billed, so that each fault is a matter of documents and of no amount.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from ingestion.sample.books import Books, stands_alone
from ingestion.sample.dates import weekday_from
from ingestion.sample.mishaps import annulment
from ingestion.sample.mistakes import Planter
from ingestion.sample.money import rounded
from ingestion.sample.truth import Fault, form_fault


def naming_nothing(*shapes: str) -> Planter:
    """A courtesy that names neither the invoice nor the period."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes)
        share = Fraction(rng.choice((5, 10, 15)), 100)
        printed = spot.document.lines[0]
        net = rounded(Fraction(printed.net_amount) * share, spot.currency)
        line = replace(
            printed.charging(net, spot.currency),
            owner=None,
            billing_period_start=None,
            period_start=None,
            period_end=None,
        )
        note = replace(
            spot.document,
            key=f"{spot.document.key}/nameless",
            document_type="credit_note",
            issue_date=weekday_from(spot.document.issue_date + timedelta(days=rng.randint(3, 9))),
            due_date=None,
            reference="Atención comercial",
            lines=(line,),
        )
        books.add([note])
        return [
            form_fault("credit_without_invoice", replace(spot, document=note), net, spot.currency)
        ]

    return plant


def both_for_the_first(*shapes: str) -> Planter:
    """An invoice and its copy are annulled and issued anew; both notes name the first."""

    def plant(books: Books, rng: random.Random) -> list[Fault]:
        spot = books.pick(rng, shapes, stands_alone)
        first = replace(spot.document, is_disputed=True)
        issued_on = weekday_from(first.issue_date + timedelta(days=rng.randint(1, 3)))
        copy = replace(
            first,
            key=f"{first.key}/copy",
            issue_date=issued_on,
            due_date=issued_on + spot.contract.payment_terms,
        )
        note = replace(annulment(copy, rng), related_key=first.key)
        again = replace(
            spot.document,
            key=f"{first.key}/reissued",
            issue_date=note.issue_date,
            due_date=note.issue_date + spot.contract.payment_terms,
        )
        books.add([first, copy, note, replace(note, key=f"{first.key}/annulled"), again])
        return [form_fault("credit_exceeds_invoice", spot, first.net_amount, spot.currency)]

    return plant
