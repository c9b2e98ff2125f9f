"""The scoreboard tells a finding that is right from one that is nearly right, late, or made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingestion.sample import write_sample
from orchestration.lib.scoreboard import (
    ClassScore,
    FoundGap,
    Keys,
    PlantedFault,
    read_faults,
    read_gaps,
    score,
)

MARCH = Keys("CT-1", "CT-1-L1", date(2026, 3, 1))
UNDER_BILLED = PlantedFault("F1", "under_billed", "old_price", MARCH, Decimal(-63500), "CLP")
FOUND = FoundGap("G1", "under_billed", "old_price", MARCH, Decimal("-63500.0000"), "CLP")
WON = PlantedFault("F2", "deal_without_contract", None, Keys(opportunity_id="OPP-9"), None, None)


def test_a_fault_reported_as_it_was_planted_is_found() -> None:
    board = score([UNDER_BILLED], [FOUND])
    assert board.classes == (ClassScore("under_billed", 1, 1, 0, 0),)
    assert board.is_clean


def test_a_gap_may_say_more_than_the_truth_names() -> None:
    told = replace(FOUND, keys=replace(MARCH, invoice_id="F-1001", opportunity_id="OPP-1"))
    assert score([UNDER_BILLED], [told]).is_clean


def test_a_fault_that_nobody_reports_is_missed() -> None:
    board = score([UNDER_BILLED], [])
    assert board.missed == (UNDER_BILLED,)
    assert board.classes == (ClassScore("under_billed", 1, 0, 1, 0),)
    assert not board.is_clean


def test_a_gap_that_nobody_planted_is_a_false_alarm() -> None:
    board = score([], [FOUND])
    assert board.false_alarms == (FOUND,)
    assert board.classes == (ClassScore("under_billed", 0, 0, 0, 1),)
    assert not board.is_clean


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FOUND, gap_amount=Decimal(-63499)),
        replace(FOUND, gap_amount=Decimal(63500)),
        replace(FOUND, gap_amount=None),
        replace(FOUND, currency="CLF"),
        replace(FOUND, gap_cause="amendment_not_applied"),
        replace(FOUND, gap_cause=None),
        replace(FOUND, keys=replace(MARCH, billing_period_start=date(2026, 4, 1))),
        replace(FOUND, keys=replace(MARCH, contract_line_id="CT-1-L2")),
        replace(FOUND, keys=replace(MARCH, contract_line_id=None)),
    ],
    ids=[
        "one peso off", "other sign", "no amount", "currency", "cause", "no cause", "period",
        "line", "no line",
    ],
)  # fmt: skip
def test_nearly_right_is_both_missed_and_a_false_alarm(wrong: FoundGap) -> None:
    board = score([UNDER_BILLED], [wrong])
    assert (board.missed, board.false_alarms) == ((UNDER_BILLED,), (wrong,))


def test_the_wrong_class_is_missed_in_one_class_and_a_false_alarm_in_the_other() -> None:
    wrong = replace(FOUND, gap_class="not_billed")
    assert score([UNDER_BILLED], [wrong]).classes == (
        ClassScore("not_billed", 0, 0, 0, 1),
        ClassScore("under_billed", 1, 0, 1, 0),
    )


def test_a_fault_reported_twice_is_found_once_and_a_false_alarm_once() -> None:
    again = replace(FOUND, gap_id="G2")
    board = score([UNDER_BILLED], [FOUND, again])
    assert board.classes == (ClassScore("under_billed", 1, 1, 0, 1),)
    assert board.false_alarms == (again,)


def test_one_gap_answers_one_fault_only() -> None:
    twin = replace(UNDER_BILLED, fault_id="F3")
    assert score([UNDER_BILLED, twin], [FOUND]).missed == (twin,)


def test_a_fault_that_names_less_leaves_the_gap_to_the_one_that_names_more() -> None:
    vague = PlantedFault("F0", "under_billed", None, Keys("CT-1"), Decimal(-63500), "CLP")
    april = replace(FOUND, gap_id="G2", gap_cause="unexplained", keys=Keys("CT-1", "CT-1-L9"))
    assert score([vague, UNDER_BILLED], [FOUND, april]).is_clean


def test_a_truth_without_an_amount_asks_for_a_gap_without_money() -> None:
    silent = FoundGap("G2", "deal_without_contract", None, WON.keys, None, None)
    assert score([WON], [silent]).is_clean
    assert score([WON], [replace(silent, gap_amount=Decimal(0), currency="CLP")]).is_clean
    assert score([WON], [replace(silent, gap_amount=Decimal(5), currency="CLP")]).missed == (WON,)


def test_the_total_adds_the_classes_up() -> None:
    board = score([UNDER_BILLED, WON], [FOUND, replace(FOUND, gap_id="G2")])
    assert board.total == ClassScore("", planted=2, found=1, missed=1, false_alarms=1)


def test_the_truth_of_the_sample_company_answers_itself(tmp_path: Path) -> None:
    """Read the truth, write its rows as a warehouse would publish them: nothing is left over."""
    faults = read_faults(write_sample(tmp_path).faults)
    with duckdb.connect() as connection:
        connection.sql("create schema marts")
        connection.sql(
            """
            create table marts.fct_billing_gaps (
                gap_id text, gap_class text, gap_cause text, contract_id text,
                contract_line_id text, billing_period_start date, invoice_id text,
                opportunity_id text, gap_amount decimal(18, 4), currency text
            )
            """
        )
        connection.executemany(
            "insert into marts.fct_billing_gaps values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [one.fault_id, one.gap_class, one.gap_cause, *vars(one.keys).values(),
                 one.gap_amount, one.currency]
                for one in faults
            ],
        )  # fmt: skip
        gaps = read_gaps(connection)
    board = score(faults, gaps)
    assert board.is_clean
    assert board.total.planted == board.total.found == len(faults) > 80
    assert score(faults, gaps[1:]).total.missed == 1
