"""Milestones: one row for each that is done, on the windows of its day."""

from __future__ import annotations

from typing import Any

from tests.oracle.examples import amendment, amounts, contract, day, line, milestone, rows, window
from tests.oracle.records import Adjustment, Amendment, ScheduleRow

DONE = (
    milestone(1, "1000", "2026-04-30"),
    milestone(2, "2000", "2026-05-15"),
    milestone(3, "3000", "2026-05-15"),
    milestone(4, "4000", "2026-06-30"),
    milestone(5, "5000", "2026-07-01"),
    milestone(6, "6000", None),
)


def _rows(*clauses: Amendment | Adjustment, **terms: Any) -> list[ScheduleRow]:
    staged = line(
        charge_model="milestone",
        unit_price=None,
        price_period=None,
        billing_period=None,
        start_date=day("2026-05-01"),
        end_date=day("2026-05-31"),
    )
    return rows(staged, *clauses, milestones=DONE, **terms)


def test_each_that_is_done_is_due_on_its_day_also_outside_the_life() -> None:
    schedule = _rows()
    assert amounts(schedule) == ["1000", "2000", "3000", "4000"]
    row = schedule[1]
    assert (row.charge_kind, row.is_due) == ("milestone", True)
    assert [row.quantity, row.unit_price] == [1, 2000]
    assert {
        row.period_start,
        row.period_end,
        row.billing_period_start,
        row.billing_period_end,
        row.bill_on,
    } == {day("2026-05-15")}


def test_none_is_due_on_or_after_a_cancel_date() -> None:
    assert amounts(_rows(amendment("cancel", "2026-05-15"))) == ["1000"]
    assert amounts(_rows(contract_=contract(cancelled_on=day("2026-05-16")))) == [
        "1000",
        "2000",
        "3000",
    ]


def test_windows_of_the_day_count() -> None:
    """10 % off, then 500 off; free on the last day."""
    schedule = _rows(
        window("percent_discount", "2026-05-15", "2026-05-15", value="10"),
        window("amount_discount", "2026-05-01", adjustment_id="J2", value="500"),
        window("free", "2026-06-30", adjustment_id="J3"),
    )
    assert amounts(schedule) == ["1000", "1300", "2200", "0"]


def test_a_pause_suspends_no_milestone() -> None:
    assert amounts(_rows(amendment("pause", "2026-05-01"))) == ["1000", "2000", "3000", "4000"]
