"""A company billed right raises nothing; with a fault in each contract, that fault and no other.

Three companies of the same contracts, under ids of their own, in one warehouse: one billed right,
one with faults, one with the same faults each on another line or month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.oracle.retold import renamed
from tests.oracle.strategies import AS_OF
from tests.planted.company import (
    false_alarms,
    faults_of,
    lay_side_by_side,
    outcomes,
    write_company,
)
from tests.planted.faults import Fault
from tests.planted.frozen import frozen_book
from tests.planted.kinds import KINDS
from tests.runs import Published, run_once

SEED, ANOTHER_SEED = 1, 2
# What the ids of each company's contracts begin with.
PLANTED, RIGHT, MOVED = "ORC-0", "ORC-1", "ORC-2"


@dataclass(frozen=True)
class Companies:
    """The three in one warehouse, and what was planted in two of them."""

    published: Published
    planted: list[Fault]
    moved: list[Fault]


def _there(fault: Fault) -> Fault:
    """Where a fault of the planted company stood, in the ids of the company where it is moved."""
    line, start = fault.key
    return replace(
        fault,
        contract_id=fault.contract_id.replace(PLANTED, MOVED),
        key=(line.replace(PLANTED, MOVED), start),
    )


def _write(drop: Path) -> None:
    """Contracts drawn at random, once: the same ones in every run."""
    book = frozen_book()
    planted, right, moved = (
        drop.with_name(name) / "drop" for name in ("planted", "right", "moved")
    )
    write_company(book, AS_OF, planted, SEED)
    write_company(renamed(book, PLANTED, RIGHT), AS_OF, right)
    before = [_there(fault) for fault in faults_of(planted)]
    write_company(renamed(book, PLANTED, MOVED), AS_OF, moved, ANOTHER_SEED, before)
    lay_side_by_side((planted, right, moved), drop)


@pytest.fixture(scope="session")
def companies(shared_folder: Path) -> Companies:
    published = run_once(shared_folder, "companies", _write)
    planted, moved = (
        faults_of(published.drop.with_name(name) / "drop") for name in ("planted", "moved")
    )
    return Companies(published, planted, moved)


def test_a_company_that_is_billed_right_raises_nothing(companies: Companies) -> None:
    raised = false_alarms(companies.published, [])
    assert [gap for gap in raised if RIGHT in gap] == []
    [counts] = companies.published.rows(
        "select count(*) as documents from marts.fct_invoices where contains(invoice_id, $right)",
        {"right": RIGHT},
    )
    assert counts["documents"] > 1000


def test_every_planted_fault_is_found_to_the_cent_and_its_cause_is_named(
    companies: Companies,
) -> None:
    table = outcomes(companies.published, companies.planted)
    assert [one for outcome in table.values() for one in outcome.complaints] == []
    # A kind that fits none of the drawn contracts has a story of its own.
    assert len(set(KINDS) - set(table)) <= 3
    by_mistake = [outcome for outcome in table.values() if outcome.named + outcome.tied]
    assert sum(one.named for one in by_mistake) > 0.8 * sum(one.planted for one in by_mistake)


def test_nothing_else_is_found(companies: Companies) -> None:
    """In any of the three, nor beside them."""
    faults = [*companies.planted, *companies.moved]
    assert false_alarms(companies.published, faults) == []


def test_a_fault_moved_to_a_neighbour_is_found_there_and_not_here(companies: Companies) -> None:
    here, there = companies.planted, companies.moved
    before = {fault.contract_id: fault for fault in map(_there, here)}
    moved = [fault for fault in there if fault.contract_id in before]
    assert len(moved) > len(here) / 2
    assert all(fault.kind == before[fault.contract_id].kind for fault in moved)
    assert all(fault.key != before[fault.contract_id].key for fault in moved)
    table = outcomes(companies.published, there)
    assert [one for outcome in table.values() for one in outcome.complaints] == []
