"""The company as drops, and what a published warehouse found of what was planted in it."""

from __future__ import annotations

import pickle
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.drop import write_book
from tests.oracle.records import Book
from tests.oracle.schedule import billing_schedule
from tests.planted.beside import changed, tables_of, write_tables
from tests.planted.clerk import BilledPeriod, Document, billed_periods
from tests.planted.faults import UNEXPLAINED, Fault, Finding
from tests.planted.kinds import cases, plant
from tests.runs import Published

# What a company billed right raises all the same: what cannot be judged, and why.
DATA_CLASSES = frozenset({"missing_rate", "conflicting_master_data"})
FAULTS = "faults.pickle"
# The market, the house and its accounts.
SHARED_TABLES = frozenset(
    f"{table}.csv"
    for table in (
        *("reference/exchange_rates", "reference/index_values"),
        *("erp/legal_entities", "bank/accounts"),
    )
)


def write_company(
    book: Book, as_of: date, drop: Path, seed: int | None = None, before: Sequence[Fault] = ()
) -> None:
    """Write the company, with a fault in each contract where a seed says so."""
    periods = list(billed_periods(book, billing_schedule(book, as_of), as_of))
    faults = [] if seed is None else list(plant(cases(book, periods, as_of), seed, before))
    write_book(book, drop)
    tables = tables_of(book, _documents(periods, faults), drop, as_of)
    changed(tables, (change for fault in faults for change in fault.changes))
    write_tables(tables, drop)
    drop.with_name(FAULTS).write_bytes(pickle.dumps(faults))


def _documents(periods: Iterable[BilledPeriod], faults: Iterable[Fault]) -> Iterator[Document]:
    by_key = {fault.key: fault for fault in faults}
    for period in periods:
        fault = by_key.get(period.key)
        yield from [period.document] if fault is None else fault.documents


def faults_of(drop: Path) -> list[Fault]:
    """What was planted in a drop."""
    faults: list[Fault] = pickle.loads(drop.with_name(FAULTS).read_bytes())
    return faults


def lay_side_by_side(drops: Iterable[Path], drop: Path) -> None:
    """Companies under ids of their own in one drop; what they share is that of the first."""
    for number, one in enumerate(drops):
        for file in one.rglob("*.csv"):
            place = file.relative_to(one)
            if number == 0 or place.as_posix() not in SHARED_TABLES:
                target = drop / place.with_name(f"{place.stem}_{one.parent.name}.csv")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)


@dataclass
class Outcome:
    """What became of the faults of a kind."""

    planted: int = 0
    found: int = 0
    named: int = 0
    tied: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def missed(self) -> int:
        """Planted and not found, or found with another amount."""
        return self.planted - self.found


def findings(published: Published) -> dict[str, list[dict[str, Any]]]:
    """The published gaps by contract, without those of a company that is billed right."""
    by_contract: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for gap in published.rows("select * from marts.fct_billing_gaps order by gap_id"):
        if gap["gap_class"] not in DATA_CLASSES:
            # Every id of a record bears that of the contract it was made for.
            named = re.search(r"ORC-\d+", gap["gap_id"])
            by_contract[gap["contract_id"] or (named[0] if named else "")].append(gap)
    return by_contract


def false_alarms(published: Published, faults: Iterable[Fault]) -> list[str]:
    """The gaps that nobody planted."""
    planted = {fault.contract_id: fault for fault in faults}
    return [
        gap["gap_id"]
        for contract_id, gaps in findings(published).items()
        for gap in gaps
        if contract_id not in planted
        or not (
            _is_meant(gap, planted[contract_id]) or gap["gap_class"] in planted[contract_id].also
        )
    ]


def _is_meant(gap: dict[str, Any], fault: Fault) -> bool:
    """Of the planted class, and about what was touched."""
    finding = fault.finding
    return gap["gap_class"] == finding.gap_class and all(
        getattr(finding, name) in (None, gap[name])
        for name in (
            *("contract_line_id", "billing_period_start", "invoice_id"),
            *("contract_id", "opportunity_id"),
        )
    )


def outcomes(published: Published, faults: Iterable[Fault]) -> dict[str, Outcome]:
    """By kind of fault: planted, found to the cent, and the cause named where it can be."""
    gaps = findings(published)
    table: dict[str, Outcome] = defaultdict(Outcome)
    for fault in faults:
        outcome, finding = table[fault.kind], fault.finding
        outcome.planted += 1
        meant = [gap for gap in gaps.get(fault.contract_id, []) if _is_meant(gap, fault)]
        if len(meant) != 1 or not _has_amounts(meant[0], finding):
            outcome.complaints.append(f"{fault.key}: planted {finding}, found {meant}")
            continue
        outcome.found += 1
        if finding.causes:
            _judge_cause(outcome, fault, meant[0])
    return dict(table)


def _has_amounts(gap: dict[str, Any], finding: Finding) -> bool:
    """Billed to the cent, and so expected."""
    if finding.expected_amount is None:
        return gap["expected_amount"] is None and gap["actual_amount"] is None
    return bool(
        gap["actual_amount"] == finding.actual_amount
        and abs(gap["expected_amount"] - finding.expected_amount) <= finding.within
    )


def _judge_cause(outcome: Outcome, fault: Fault, gap: dict[str, Any]) -> None:
    """The planted cause is named; where others come to the same amount, none is."""
    named = Counter(filter(None, (gap["gap_cause"], gap["second_gap_cause"])))
    planted, may_name = Counter(fault.finding.causes), fault.finding.may_name
    is_tied = len(may_name) != 1 or len(planted) > 1
    if named == planted:
        outcome.named += 1
    elif is_tied and named == Counter([UNEXPLAINED]):
        outcome.tied += 1
    elif len(planted) > 1 and named == Counter(["wrong_quantity"]):
        # Two mistakes that come to a whole number of units: a single cause goes before a pair.
        outcome.tied += 1
    elif len(may_name) == 1 and "+".join(named) in may_name:
        # A mistake of an earlier group comes to the same amount: CANONICAL 3 names that one.
        outcome.tied += 1
    else:
        outcome.complaints.append(
            f"{fault.key}: planted {dict(planted)}, named {dict(named)}, may be {set(may_name)}"
        )
