"""Holds what was planted in the sample company against what a run found.

Data flow: the truth's CSV, `marts.fct_billing_gaps` → faults, gaps → `score` → `Scoreboard`.
Pure but for its two readers; whoever shows a scoreboard words it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Keys:
    """What a fault or a gap is about. A truth names the keys that its class has."""

    contract_id: str | None = None
    contract_line_id: str | None = None
    billing_period_start: date | None = None
    invoice_id: str | None = None
    opportunity_id: str | None = None

    def are_those_of(self, other: Keys) -> bool:
        """Whether the other side has every key named here."""
        return all(
            mine is None or mine == getattr(other, name) for name, mine in vars(self).items()
        )


@dataclass(frozen=True)
class PlantedFault:
    """One row of the truth."""

    fault_id: str
    gap_class: str
    gap_cause: str | None
    keys: Keys
    gap_amount: Decimal | None
    currency: str | None


@dataclass(frozen=True)
class FoundGap:
    """One row of `marts.fct_billing_gaps`."""

    gap_id: str
    gap_class: str
    gap_cause: str | None
    keys: Keys
    gap_amount: Decimal | None
    currency: str | None


@dataclass(frozen=True)
class ClassScore:
    """One gap class: faults planted, those found and missed, gaps that answer no fault."""

    gap_class: str
    planted: int
    found: int
    missed: int
    false_alarms: int


@dataclass(frozen=True)
class Scoreboard:
    """The score by class and, by name, what is wrong with it."""

    classes: tuple[ClassScore, ...]
    missed: tuple[PlantedFault, ...]
    false_alarms: tuple[FoundGap, ...]

    @property
    def total(self) -> ClassScore:
        """The score over all classes."""
        return ClassScore(
            gap_class="",
            planted=sum(one.planted for one in self.classes),
            found=sum(one.found for one in self.classes),
            missed=sum(one.missed for one in self.classes),
            false_alarms=sum(one.false_alarms for one in self.classes),
        )

    @property
    def is_clean(self) -> bool:
        """Whether every fault was found and nothing else was reported."""
        return not self.missed and not self.false_alarms


def score(faults: Iterable[PlantedFault], gaps: Iterable[FoundGap]) -> Scoreboard:
    """Answer each fault with one gap at most, each gap with one fault at most.

    Faults that name more are served first, so that none takes a gap which only another one fits.
    """
    planted, unanswered = list(faults), list(gaps)
    missed: list[PlantedFault] = []
    for fault in sorted(planted, key=lambda one: (-_named(one), one.fault_id)):
        answer = next((gap for gap in unanswered if _answers(gap, fault)), None)
        if answer is None:
            missed.append(fault)
        else:
            unanswered.remove(answer)
    missed.sort(key=lambda one: one.fault_id)
    return Scoreboard(_by_class(planted, missed, unanswered), tuple(missed), tuple(unanswered))


def _named(fault: PlantedFault) -> int:
    stated = (*vars(fault.keys).values(), fault.gap_cause, fault.gap_amount, fault.currency)
    return sum(value is not None for value in stated)


def _answers(gap: FoundGap, fault: PlantedFault) -> bool:
    """A truth without an amount asks for a gap without money; one without cause takes any."""
    return (
        gap.gap_class == fault.gap_class
        and fault.keys.are_those_of(gap.keys)
        and fault.gap_cause in (None, gap.gap_cause)
        and fault.currency in (None, gap.currency)
        and (gap.gap_amount or Decimal(0)) == (fault.gap_amount or Decimal(0))
    )


def _by_class(
    planted: Sequence[PlantedFault], missed: Sequence[PlantedFault], alarms: Sequence[FoundGap]
) -> tuple[ClassScore, ...]:
    sown = Counter(one.gap_class for one in planted)
    lost = Counter(one.gap_class for one in missed)
    extra = Counter(one.gap_class for one in alarms)
    return tuple(
        ClassScore(name, sown[name], sown[name] - lost[name], lost[name], extra[name])
        for name in sorted({*sown, *extra})
    )


def read_faults(path: Path) -> tuple[PlantedFault, ...]:
    """The truth as the sample company writes it; empty where a fault has no such value."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            PlantedFault(
                fault_id=row["fault_id"],
                gap_class=row["gap_class"],
                gap_cause=row["gap_cause"] or None,
                keys=Keys(
                    contract_id=row["contract_id"] or None,
                    contract_line_id=row["contract_line_id"] or None,
                    billing_period_start=(
                        date.fromisoformat(row["billing_period_start"])
                        if row["billing_period_start"]
                        else None
                    ),
                    invoice_id=row["invoice_id"] or None,
                    opportunity_id=row["opportunity_id"] or None,
                ),
                gap_amount=Decimal(row["gap_amount"]) if row["gap_amount"] else None,
                currency=row["currency"] or None,
            )
            for row in csv.DictReader(file)
        )


def read_gaps(connection: duckdb.DuckDBPyConnection) -> tuple[FoundGap, ...]:
    """Every gap of a published warehouse."""
    rows = connection.sql(
        """
        select
            gap_id, gap_class, gap_cause, contract_id, contract_line_id, billing_period_start,
            invoice_id, opportunity_id, gap_amount, currency
        from marts.fct_billing_gaps
        order by gap_id
        """
    ).fetchall()
    return tuple(
        FoundGap(gap_id, gap_class, gap_cause, Keys(*keys), gap_amount, currency)
        for gap_id, gap_class, gap_cause, *keys, gap_amount, currency in rows
    )
