"""Holds what each receipt of the sample company pays against what a run matched.

Data flow: the truth's CSV, `marts.fct_bank_matches` → receipts → `score_matches` → a `MatchScore` a
currency. Pure but for its reader; whoever shows a score words it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Receipt:
    """A receipt, the documents that it pays, and those that a run matched to it."""

    currency: str
    amount: Decimal
    matched_amount: Decimal
    pays: frozenset[str]
    matched: frozenset[str]


@dataclass(frozen=True)
class MatchScore:
    """The receipts of a currency: how many, how much money and which documents were matched.

    A receipt counts as matched where all its money is. `paid` are pairs of receipt and document in
    the truth, `found` those that a run posted, `right` those that are in both.
    """

    currency: str
    receipts: int
    receipts_matched: int
    amount: Decimal
    amount_matched: Decimal
    paid: int
    found: int
    right: int

    @property
    def precision(self) -> Decimal | None:
        """The share of what was posted that is right; nothing where nothing was."""
        return Decimal(self.right) / self.found if self.found else None


def score_matches(receipts: Iterable[Receipt]) -> tuple[MatchScore, ...]:
    """The score by currency."""
    by_currency: dict[str, list[Receipt]] = defaultdict(list)
    for one in receipts:
        by_currency[one.currency].append(one)
    return tuple(
        MatchScore(
            currency=currency,
            receipts=len(ours),
            receipts_matched=sum(one.matched_amount == one.amount for one in ours),
            amount=sum((one.amount for one in ours), Decimal(0)),
            amount_matched=sum((one.matched_amount for one in ours), Decimal(0)),
            paid=sum(len(one.pays) for one in ours),
            found=sum(len(one.matched) for one in ours),
            right=sum(len(one.matched & one.pays) for one in ours),
        )
        for currency, ours in sorted(by_currency.items())
    )


def read_receipts(truth: Path, published: duckdb.DuckDBPyConnection) -> tuple[Receipt, ...]:
    """Every receipt of the truth with what the published warehouse made of it.

    Raises KeyError where the warehouse has no line for one.
    """
    lines = {
        tuple(key): (currency, matched_amount, frozenset(invoice_ids))
        for *key, currency, matched_amount, invoice_ids in published.sql(
            """
            select
                bank_account_id, reference, booked_on::varchar, any_value(amount),
                any_value(currency), any_value(matched_amount),
                coalesce(list(invoice_id) filter (where invoice_id is not null), [])
            from marts.fct_bank_transactions
            left join (
                select bank_transaction_id, invoice_id
                from marts.fct_bank_matches
                where is_posted
            ) using (bank_transaction_id)
            where match_status != 'duplicate'
            group by bank_transaction_id, bank_account_id, reference, booked_on
            """
        ).fetchall()
    }
    receipts = []
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            amount = Decimal(row["amount"])
            key = row["bank_account_id"], row["reference"], row["booked_on"], amount
            currency, matched_amount, invoice_ids = lines[key]
            pays = frozenset(row["invoice_ids"].split())
            receipts.append(Receipt(currency, amount, matched_amount, pays, invoice_ids))
    return tuple(receipts)
