"""A company billed right raises nothing; with a fault in each contract, that fault and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.records import Book
from tests.oracle.strategies import AS_OF
from tests.planted.company import (
    false_alarms,
    faults_of,
    outcomes,
    write_company,
)
from tests.planted.frozen import frozen_book
from tests.planted.kinds import KINDS
from tests.runs import Published, run_once

SEED, ANOTHER_SEED = 1, 2


@pytest.fixture(scope="session")
def book() -> Book:
    """Contracts drawn at random, once: the same ones in every run."""
    return frozen_book()


@pytest.fixture(scope="session")
def billed_right(book: Book, shared_folder: Path) -> Published:
    """The drawn contracts with the one right document for every period."""
    return run_once(shared_folder, "billed_right", lambda drop: write_company(book, AS_OF, drop))


@pytest.fixture(scope="session")
def planted(book: Book, shared_folder: Path) -> Published:
    """The same contracts, one fault in each that has a period to plant it in."""
    return run_once(shared_folder, "planted", lambda drop: write_company(book, AS_OF, drop, SEED))


@pytest.fixture(scope="session")
def planted_elsewhere(book: Book, planted: Published, shared_folder: Path) -> Published:
    """The same faults again, each on another line or month of its contract."""
    before = faults_of(planted)
    return run_once(
        shared_folder,
        "planted_elsewhere",
        lambda drop: write_company(book, AS_OF, drop, ANOTHER_SEED, before),
    )


def test_a_company_that_is_billed_right_raises_nothing(billed_right: Published) -> None:
    assert false_alarms(billed_right, []) == []
    [counts] = billed_right.rows("select count(*) as documents from marts.fct_invoices")
    assert counts["documents"] > 1000


def test_every_planted_fault_is_found_to_the_cent_and_its_cause_is_named(
    planted: Published,
) -> None:
    table = outcomes(planted, faults_of(planted))
    assert [one for outcome in table.values() for one in outcome.complaints] == []
    # A kind that fits none of the drawn contracts has a story of its own.
    assert len(set(KINDS) - set(table)) <= 3
    by_mistake = [outcome for outcome in table.values() if outcome.named + outcome.tied]
    assert sum(one.named for one in by_mistake) > 0.8 * sum(one.planted for one in by_mistake)


def test_nothing_else_is_found(planted: Published) -> None:
    assert false_alarms(planted, faults_of(planted)) == []


def test_a_fault_moved_to_a_neighbour_is_found_there_and_not_here(
    planted: Published, planted_elsewhere: Published
) -> None:
    here, there = faults_of(planted), faults_of(planted_elsewhere)
    before = {fault.contract_id: fault for fault in here}
    moved = [fault for fault in there if fault.contract_id in before]
    assert len(moved) > len(here) / 2
    assert all(fault.kind == before[fault.contract_id].kind for fault in moved)
    assert all(fault.key != before[fault.contract_id].key for fault in moved)
    table = outcomes(planted_elsewhere, there)
    assert [one for outcome in table.values() for one in outcome.complaints] == []
    assert false_alarms(planted_elsewhere, there) == []
