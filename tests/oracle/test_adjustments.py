"""Windows: free days, discounts, prices and quantities for a time, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.oracle.examples import amendment, amounts, day, line, rows, spans, window
from tests.oracle.records import ContractLine


def _may(price: int = 31000) -> ContractLine:
    return line(start_date=day("2026-05-01"), end_date=day("2026-05-31"), unit_price=Decimal(price))


def test_free_days_are_a_row_of_zero() -> None:
    schedule = rows(_may(), window("free", "2026-05-11", "2026-05-20"))
    assert amounts(schedule) == ["10000", "0", "11000"]
    assert schedule[1].unit_price == 31000


def test_free_of_another_line_is_not_ours() -> None:
    assert amounts(rows(_may(), window("free", "2026-05-01", contract_line_id="X"))) == ["31000"]


def test_percents_multiply() -> None:
    """31,000 × 0.9 × 0.5."""
    schedule = rows(
        _may(),
        window("percent_discount", "2026-05-01", value="10"),
        window("percent_discount", "2026-04-01", adjustment_id="J2", value="50"),
    )
    assert amounts(schedule) == ["13950"]


def test_the_same_percent_of_another_window_cuts_nothing() -> None:
    schedule = rows(
        _may(),
        window("percent_discount", "2026-05-01", "2026-05-15", value="10"),
        window("percent_discount", "2026-05-16", adjustment_id="J2", value="10.0"),
    )
    assert amounts(schedule) == ["27900"]


def test_an_amount_is_taken_segment_by_segment() -> None:
    """15/31 × (31,000 − 3,100) and 16/31 × (62,000 − 3,100)."""
    schedule = rows(
        _may(),
        window("amount_discount", "2026-05-01", value="3100"),
        amendment("price", "2026-05-16", unit_price=Decimal(62000)),
    )
    assert amounts(schedule) == ["13500", "30400"]


def test_amounts_come_after_percents_and_stop_at_zero() -> None:
    ten_percent = window("percent_discount", "2026-05-01", value="10")
    some = window("amount_discount", "2026-05-01", adjustment_id="J2", value="3100")
    more = window("amount_discount", "2026-05-01", adjustment_id="J3", value="30000")
    assert amounts(rows(_may(), ten_percent, some)) == ["24800"]
    assert amounts(rows(_may(), ten_percent, some, more)) == ["0"]
    # A rebate has nothing to take from.
    assert amounts(rows(_may(-31000), ten_percent, some, more)) == ["-27900"]


def test_amounts_of_the_same_sum_cut_nothing() -> None:
    schedule = rows(
        _may(),
        window("amount_discount", "2026-05-01", "2026-05-15", value="3100"),
        window("amount_discount", "2026-05-16", adjustment_id="J2", value="3000"),
        window("amount_discount", "2026-05-16", adjustment_id="J3", value="100"),
    )
    assert amounts(schedule) == ["27900"]


def test_when_a_price_window_ends_what_would_be_in_force_returns() -> None:
    """4 days of 1,000, 6 of 100, 10 of 2,000, 11 of 100."""
    schedule = rows(
        _may(),
        amendment("price", "2026-05-05", unit_price=Decimal(3100)),
        window("price", "2026-05-11", "2026-05-20", value="62000"),
    )
    assert amounts(schedule) == ["4000", "600", "20000", "1100"]


def test_of_one_day_the_amendment_counts_before_the_window() -> None:
    schedule = rows(
        _may(),
        window("price", "2026-05-11", "2026-05-20", value="62000"),
        amendment("price", "2026-05-11", unit_price=Decimal(3100)),
    )
    assert (spans(schedule)[1], amounts(schedule)) == (
        ("2026-05-11", "2026-05-31"),
        ["10000", "2100"],
    )


def test_of_two_windows_the_one_that_began_last_counts_then_the_higher_id() -> None:
    schedule = rows(
        _may(),
        window("price", "2026-05-01", adjustment_id="J9", value="9"),
        window("price", "2026-05-11", adjustment_id="J1", value="62000"),
        window("price", "2026-05-11", adjustment_id="J2", value="3100"),
    )
    assert amounts(schedule) == ["3", "2100"]


def test_a_quantity_for_a_time() -> None:
    per_unit = line(
        charge_model="per_unit",
        quantity=Decimal(2),
        start_date=day("2026-05-01"),
        end_date=day("2026-05-31"),
    )
    schedule = rows(per_unit, window("quantity", "2026-05-11", "2026-05-20", value="3"))
    assert [row.quantity for row in schedule] == [2, 3, 2]
    assert amounts(schedule) == ["20000", "30000", "22000"]


def test_windows_neither_repeat_nor_go_on_in_a_renewal() -> None:
    short = line(start_date=day("2026-04-01"))
    schedule = rows(short, window("percent_discount", "2026-04-01", "2026-04-30", value="10"))
    assert amounts(schedule)[:3] == ["27900", "31000", "31000"]


def test_under_full_the_state_of_the_first_day_holds_for_the_period() -> None:
    full = line(start_date=day("2026-05-01"), end_date=day("2026-05-31"), proration="full")
    assert amounts(rows(full, window("free", "2026-05-01", "2026-05-01"))) == ["0"]
    assert amounts(rows(full, window("free", "2026-05-02", "2026-05-31"))) == ["31000"]


def test_a_one_time_charge_takes_the_windows_of_its_day() -> None:
    """2 × 1,500 less 10 % less 200, once; free is free; an uplift has no hold on it."""
    fee = line(
        charge_model="one_time",
        quantity=Decimal(2),
        unit_price=Decimal(1500),
        price_period=None,
        billing_period=None,
        start_date=day("2026-05-10"),
    )
    percent = window("percent_discount", "2026-05-10", "2026-05-10", value="10")
    amount = window("amount_discount", "2026-05-01", adjustment_id="J2", value="200")
    rise = window("uplift_percent", "2020-01-01", adjustment_id="J3", value="10")
    assert amounts(rows(fee, percent, amount, rise)) == ["2500"]
    assert amounts(rows(fee, percent, window("free", "2026-05-10", "2026-05-10"))) == ["0"]
    assert amounts(rows(fee, window("free", "2026-05-11"))) == ["3000"]
