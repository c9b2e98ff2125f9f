"""Every kind of fault, and one planted in each contract.

`plant` takes, contract by contract, the fault that was planted least and fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from tests.oracle.rates import RateTable
from tests.oracle.records import Book
from tests.planted.beside_faults import BESIDE, GRACE
from tests.planted.clerk import BilledPeriod
from tests.planted.faults import BILLED, Fault, Kind
from tests.planted.mistakes import Case, of_line

KINDS: Mapping[str, Kind] = {**BILLED, **BESIDE}


def _may_be_touched(case: Case) -> bool:
    """A period that is settled: nothing in it is negative, unknown, or may still be corrected."""
    settled = case.as_of - GRACE
    return (
        all(
            row.invoice_net_amount is not None and row.net_amount >= 0 and row.bill_on < settled
            for row in case.period.rows
        )
        and case.period.document.issue_date < settled
        and not any(
            settled <= one.signed_on <= case.as_of and one.effective_date <= case.until
            for one in case.book.amendments
        )
    )


def cases(
    book: Book, periods: Iterable[BilledPeriod], as_of: date
) -> Iterator[tuple[str, list[Case]]]:
    """The periods of each contract that a fault may touch, contract by contract."""
    rates, periods = RateTable(book.rates, as_of), list(periods)
    owed = {
        period.contract.contract_id
        for period in periods
        if period.document.document_type == "credit_note"
    }
    found: dict[str, list[Case]] = {}
    for period in periods:
        is_owed = period.contract.contract_id in owed
        case = Case(of_line(book, period.line), period, rates, as_of, book, is_owed)
        if _may_be_touched(case):
            found.setdefault(period.contract.contract_id, []).append(case)
    yield from found.items()


def plant(
    contracts: Iterable[tuple[str, list[Case]]],
    seed: int,
    before: Sequence[Fault] = (),
) -> Iterator[Fault]:
    """A fault for each contract; with `before`, the same fault on another line or month."""
    counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    was = {fault.contract_id: fault for fault in before}
    for contract_id, found in contracts:
        Random(f"{seed} {contract_id}").shuffle(found)
        earlier = was.get(contract_id)
        kinds = [earlier.kind] if earlier else sorted(KINDS, key=lambda kind: counts[kind])
        fault = next(
            (
                replace(made, kind=kind)
                for kind in kinds
                for case in found[:8]
                if (earlier is None or case.period.key != earlier.key)
                and (made := KINDS[kind](case)) is not None
            ),
            None,
        )
        if fault is not None:
            counts[fault.kind] += 1
            yield fault
