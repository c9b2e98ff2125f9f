"""Pauses and extensions: what they stop, what they move."""

from __future__ import annotations

from tests.oracle.examples import amendment, amounts, contract, day, line, rows, spans, window

MAY = {"start_date": day("2026-05-01"), "end_date": day("2026-05-31")}


def test_a_pause_day_is_not_charged_and_a_resume_day_is() -> None:
    schedule = rows(
        line(**MAY),
        amendment("pause", "2026-05-11"),
        amendment("resume", "2026-05-21", amendment_id="M2"),
    )
    assert amounts(schedule) == ["10000", "0", "11000"]


def test_of_one_day_a_resume_wins_and_a_second_pause_cuts_nothing() -> None:
    schedule = rows(
        line(**MAY),
        amendment("pause", "2026-05-11"),
        amendment("pause", "2026-05-16", amendment_id="M2"),
        amendment("pause", "2026-05-21", "2026-01-01", amendment_id="M9"),
        amendment("resume", "2026-05-21", amendment_id="M3"),
    )
    assert amounts(schedule) == ["10000", "0", "11000"]


def test_a_free_day_that_is_also_paused_is_paused() -> None:
    """Free from the 6th to the 20th, paused from the 11th on: three segments."""
    schedule = rows(
        line(**MAY), window("free", "2026-05-06", "2026-05-20"), amendment("pause", "2026-05-11")
    )
    assert spans(schedule) == [
        ("2026-05-01", "2026-05-05"),
        ("2026-05-06", "2026-05-10"),
        ("2026-05-11", "2026-05-31"),
    ]
    assert amounts(schedule) == ["5000", "0", "0"]


def test_an_extend_moves_the_end_also_of_a_line_with_its_own() -> None:
    longer = amendment("extend", "2026-05-20", end_date=day("2026-06-30"))
    assert amounts(rows(line(**MAY), longer)) == ["31000", "31000"]
    open_line = line(start_date=day("2026-05-01"))
    agreed = contract(end_date=day("2026-05-31"))
    assert amounts(rows(open_line, longer, contract_=agreed)) == ["31000", "31000"]


def test_of_two_extends_the_one_effective_last_counts() -> None:
    schedule = rows(
        line(**MAY),
        amendment("extend", "2026-05-20", end_date=day("2026-05-31")),
        amendment("extend", "2026-05-10", amendment_id="M2", end_date=day("2026-08-31")),
    )
    assert len(schedule) == 1


def test_the_earliest_cancel_wins_over_an_extend() -> None:
    schedule = rows(
        line(**MAY),
        amendment("extend", "2026-05-20", end_date=day("2026-08-31")),
        amendment("cancel", "2026-06-16", "2026-06-01", amendment_id="M2"),
    )
    assert amounts(schedule) == ["31000", "15500"]  # 15 of June's 30 days


def test_a_renewed_line_runs_on_whatever_its_extend() -> None:
    agreed = contract(end_date=day("2026-05-31"), renewal="auto")
    schedule = rows(
        line(**MAY),
        amendment("extend", "2026-05-20", end_date=day("2026-06-15")),
        contract_=agreed,
    )
    assert amounts(schedule)[:3] == ["31000", "31000", "31000"]
