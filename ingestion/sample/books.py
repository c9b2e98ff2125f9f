"""The books while they are written: contracts with their documents, and the places faults may go.

A `Spot` is one billing period of one contract line, billed cleanly by one document.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from ingestion.sample.billing import Period, Row, rows
from ingestion.sample.company import Company
from ingestion.sample.deals import NOT_JUDGED
from ingestion.sample.documents import Document
from ingestion.sample.invoicing import converted
from ingestion.sample.money import ZERO
from ingestion.sample.rates import Rates
from ingestion.sample.selling import Opportunity, Quote
from ingestion.sample.terms import Contract, ContractLine

SETTLED = timedelta(days=24)  # a spot's bill date lies at least so far before the as-of date


@dataclass(frozen=True)
class Spot:
    """A billing period, its rows by the terms, the one document that bills it, what is expected."""

    contract: Contract
    line: ContractLine
    rows: tuple[Row, ...]
    document: Document
    expected: Decimal

    @property
    def period(self) -> Period:
        """The billing period."""
        return self.rows[0].period

    @property
    def currency(self) -> str:
        """The currency it is invoiced in."""
        return self.contract.billed_in


def stands_alone(spot: Spot) -> bool:
    """Whether the spot's document bills nothing else."""
    return len(spot.document.lines) == 1


@dataclass
class Books:
    """Contracts and documents; `touched` are contracts that hold a fault, `unsigned` won deals
    that nobody wrote a contract for.
    """

    company: Company
    contracts: tuple[Contract, ...]
    rates: Rates
    as_of: date
    documents: dict[str, Document] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    unsigned: list[tuple[Opportunity, Quote]] = field(default_factory=list)

    def add(self, documents: Iterable[Document]) -> None:
        """Enter documents; one of the same key is replaced."""
        for document in documents:
            self.documents[document.key] = document

    def remove(self, document: Document) -> None:
        """Take a document out: it was never issued."""
        del self.documents[document.key]

    def spots(self, contract: Contract) -> list[Spot]:
        """Every clean spot of a contract, in order."""
        if contract.shape in NOT_JUDGED:
            return []
        billed_by: dict[tuple[str, date | None], list[Document]] = defaultdict(list)
        for document in self.documents.values():
            if (
                document.contract is not None
                and document.contract.contract_id == contract.contract_id
            ):
                for line in document.lines:
                    if line.owner is not None:
                        key = (line.owner.contract_line_id, line.billing_period_start)
                        billed_by[key].append(document)
        return [
            spot for line in contract.lines for spot in self._spots_of(contract, line, billed_by)
        ]

    def _spots_of(
        self,
        contract: Contract,
        line: ContractLine,
        billed_by: dict[tuple[str, date | None], list[Document]],
    ) -> Iterable[Spot]:
        by_period: dict[date, list[Row]] = defaultdict(list)
        for row in rows(contract, line, self.as_of):
            by_period[row.period.start].append(row)
        for start, served in by_period.items():
            documents = billed_by[line.contract_line_id, start]
            if len(documents) != 1 or served[0].bill_on > self.as_of - SETTLED:
                continue
            issued_on = documents[0].issue_date
            expected = sum(
                (converted(contract, row, issued_on, self.rates) for row in served), ZERO
            )
            yield Spot(contract, line, tuple(served), documents[0], expected)

    def pick(
        self,
        rng: random.Random,
        shapes: tuple[str, ...],
        is_fit: Callable[[Spot], bool] = lambda _: True,
    ) -> Spot:
        """A fitting spot of a contract of those shapes that no fault has touched; now one has."""
        candidates = [
            contract
            for contract in self.contracts
            if contract.shape in shapes and contract.contract_id not in self.touched
        ]
        rng.shuffle(candidates)
        for contract in candidates:
            fitting = [spot for spot in self.spots(contract) if is_fit(spot)]
            if fitting:
                self.touched.add(contract.contract_id)
                return rng.choice(fitting)
        raise LookupError(f"no untouched spot left in {shapes}")

    def recharge(
        self,
        spot: Spot,
        net_amount: Decimal,
        quantity: Decimal | None = None,
        unit_price: Decimal | None = None,
    ) -> None:
        """Let the spot's document charge another net amount."""
        lines = tuple(
            one.charging(net_amount, spot.currency, quantity, unit_price)
            if one.owner == spot.line and one.billing_period_start == spot.period.start
            else one
            for one in spot.document.lines
        )
        self.add([replace(spot.document, lines=lines)])
