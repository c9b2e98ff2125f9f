"""What is agreed about one line and known on the as-of date, picked out of the book once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from tests.oracle.durations import plus_months
from tests.oracle.life import known_amendments
from tests.oracle.records import (
    Adjustment,
    Amendment,
    Book,
    Contract,
    ContractLine,
    IndexValue,
    Milestone,
    PriceTier,
    UsageRecord,
)

OfContract = TypeVar("OfContract", Amendment, Adjustment)
OfLine = TypeVar("OfLine", PriceTier, Milestone, UsageRecord)


class IndexTable:
    """Index values known on the as-of date; later months do not exist yet."""

    def __init__(self, values: Iterable[IndexValue], as_of: date) -> None:
        self._values = {
            (one.index_code, one.index_month): Fraction(one.value)
            for one in values
            if one.index_month <= as_of
        }

    def before(self, day: date, code: str | None, lag: int) -> Fraction | None:
        """The value of the month that lies `lag` months before that of `day`, if published."""
        return self._values.get((code or "", plus_months(day.year, day.month, -lag, 1)))


@dataclass(frozen=True)
class Clauses:
    """The terms of one line beside its own row."""

    contract: Contract
    line: ContractLine
    amendments: tuple[Amendment, ...]
    adjustments: tuple[Adjustment, ...]
    tiers: tuple[PriceTier, ...]
    milestones: tuple[Milestone, ...]
    usage: tuple[UsageRecord, ...]
    indexes: IndexTable

    @property
    def is_priced(self) -> bool:
        """A line that is to rise by a percent and by an index at once says no price."""
        return not {"uplift_percent", "index"} <= {one.kind for one in self.adjustments}


def _by_contract(records: Iterable[OfContract]) -> dict[str, list[OfContract]]:
    grouped: dict[str, list[OfContract]] = {}
    for record in records:
        grouped.setdefault(record.contract_id, []).append(record)
    return grouped


def _by_line(records: Iterable[OfLine]) -> dict[str, list[OfLine]]:
    grouped: dict[str, list[OfLine]] = {}
    for record in records:
        grouped.setdefault(record.contract_line_id, []).append(record)
    return grouped


def clauses_by_line(book: Book, as_of: date) -> dict[str, Clauses]:
    """The clauses of every line of the book, by contract_line_id.

    Amendments signed, usage and milestones dated after the as-of date do not exist yet.
    """
    contracts = {contract.contract_id: contract for contract in book.contracts}
    amendments, adjustments = _by_contract(book.amendments), _by_contract(book.adjustments)
    tiers, milestones, usage = _by_line(book.tiers), _by_line(book.milestones), _by_line(book.usage)
    indexes = IndexTable(book.index_values, as_of)
    return {
        line.contract_line_id: Clauses(
            contract=contracts[line.contract_id],
            line=line,
            amendments=tuple(known_amendments(line, amendments.get(line.contract_id, ()), as_of)),
            adjustments=tuple(
                one
                for one in adjustments.get(line.contract_id, ())
                if one.contract_line_id in (None, line.contract_line_id)
            ),
            tiers=tuple(
                sorted(tiers.get(line.contract_line_id, ()), key=lambda one: one.tier_number)
            ),
            milestones=tuple(
                one
                for one in sorted(
                    milestones.get(line.contract_line_id, ()), key=lambda one: one.milestone_id
                )
                if one.completed_on is not None and one.completed_on <= as_of
            ),
            usage=tuple(
                one for one in usage.get(line.contract_line_id, ()) if one.used_on <= as_of
            ),
            indexes=indexes,
        )
        for line in book.lines
    }
