"""Amendments: which one counts on a day, and which days cut a period."""

from __future__ import annotations

from decimal import Decimal

from tests.oracle.examples import amendment, amounts, contract, day, line, rows, spans

MAY = {"start_date": day("2026-05-01"), "end_date": day("2026-05-31")}


def test_the_change_day_belongs_to_the_new_terms() -> None:
    """15/31 × 31,000 = 15,000 and 16/31 × 62,000 = 32,000."""
    schedule = rows(line(**MAY), amendment("price", "2026-05-16", unit_price=Decimal(62000)))
    assert spans(schedule) == [("2026-05-01", "2026-05-15"), ("2026-05-16", "2026-05-31")]
    assert amounts(schedule) == ["15000", "32000"]


def test_an_amendment_to_the_price_in_force_cuts_nothing() -> None:
    schedule = rows(line(**MAY), amendment("price", "2026-05-16", unit_price=Decimal("31000.00")))
    assert spans(schedule) == [("2026-05-01", "2026-05-31")]


def test_of_two_on_one_day_the_later_signed_counts_then_the_higher_id() -> None:
    schedule = rows(
        line(**MAY),
        amendment("price", "2026-05-01", "2026-04-03", amendment_id="M1", unit_price=Decimal(1)),
        amendment("price", "2026-05-01", "2026-04-04", amendment_id="M2", unit_price=Decimal(2)),
        amendment("price", "2026-05-01", "2026-04-04", amendment_id="M3", unit_price=Decimal(3)),
        amendment("price", "2026-05-01", "2026-04-02", amendment_id="M9", unit_price=Decimal(9)),
    )
    assert amounts(schedule) == ["3"]


def test_the_one_that_began_last_counts_though_signed_earlier() -> None:
    """From the 11th 3,100, signed late; from the 21st 62,000, signed early: 10, 10 and 11 days."""
    schedule = rows(
        line(**MAY),
        amendment("price", "2026-05-21", "2026-01-01", unit_price=Decimal(62000)),
        amendment("price", "2026-05-11", "2026-04-30", amendment_id="M2", unit_price=Decimal(3100)),
    )
    assert amounts(schedule) == ["10000", "1000", "22000"]


def test_one_before_the_start_is_in_force_on_the_first_day() -> None:
    schedule = rows(line(**MAY), amendment("price", "2020-02-29", unit_price=Decimal(62000)))
    assert amounts(schedule) == ["62000"]


def test_one_after_the_end_changes_nothing() -> None:
    schedule = rows(line(**MAY), amendment("price", "2026-06-01", unit_price=Decimal(62000)))
    assert amounts(schedule) == ["31000"]


def test_one_signed_after_the_as_of_date_is_not_known() -> None:
    late = amendment("price", "2026-05-16", "2026-07-01", unit_price=Decimal(62000))
    assert amounts(rows(line(**MAY), late)) == ["31000"]
    assert amounts(rows(line(**MAY), late, as_of=day("2026-07-01"))) == ["15000", "32000"]


def test_one_of_another_line_is_not_ours() -> None:
    other = amendment("price", "2026-05-16", contract_line_id="X", unit_price=Decimal(62000))
    assert amounts(rows(line(**MAY), other)) == ["31000"]


def test_a_cancel_day_is_the_first_not_served_and_the_earliest_wins() -> None:
    """Cancelled from the 11th: ten days of 31."""
    schedule = rows(
        line(**MAY),
        amendment("cancel", "2026-05-11", contract_line_id="L"),
        amendment("cancel", "2026-05-21", amendment_id="M2"),
        contract_=contract(cancelled_on=day("2026-05-26")),
    )
    assert spans(schedule) == [("2026-05-01", "2026-05-10")]
    assert amounts(schedule) == ["10000"]


def test_cancelled_on_its_first_day_a_line_has_no_rows() -> None:
    assert rows(line(**MAY), amendment("cancel", "2026-05-01")) == []


def test_under_full_the_terms_of_the_first_served_day_hold() -> None:
    schedule = rows(
        line(**MAY, proration="full"),
        amendment("price", "2026-05-02", unit_price=Decimal(62000)),
    )
    assert spans(schedule) == [("2026-05-01", "2026-05-31")]
    assert amounts(schedule) == ["31000"]


def test_a_quantity_cuts_a_flat_line_and_leaves_its_price() -> None:
    schedule = rows(
        line(**MAY, quantity=Decimal(1)),
        amendment("quantity", "2026-05-16", quantity=Decimal(2)),
    )
    assert amounts(schedule) == ["15000", "16000"]
