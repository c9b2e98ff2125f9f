"""Uplift and index: every step at an anniversary, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.oracle.examples import amendment, contract, day, index, line, rows, window
from tests.oracle.records import Adjustment, Amendment

IPC = index(m202312="100", m202412="104", m202502="105", m202512="102")


def _prices(
    *clauses: Amendment | Adjustment, price: str, currency: str = "USD", **terms: Any
) -> list[str]:
    """Unit prices one after the other, a line of yearly periods from 2024 on."""
    tables = {"index_values": terms.pop("index_values", ())}
    yearly = {"billing_period": "P1Y", "price_period": "P1Y", "start_date": day("2024-01-01")}
    agreed = line(unit_price=Decimal(price), **(yearly | terms))
    schedule = rows(agreed, *clauses, contract_=contract(currency=currency), **tables)
    return [str(row.unit_price) for row in schedule]


def _index(**terms: Any) -> Adjustment:
    return window("index", "2024-01-01", index_code="IPC", **terms)


def test_an_uplift_compounds_at_each_anniversary_also_of_29_february() -> None:
    rise = window("uplift_percent", "2024-02-29", value="3")
    agreed = line(
        start_date=day("2024-02-29"),
        unit_price=Decimal(100),
        billing_period="P1Y",
        price_period="P1Y",
    )
    schedule = rows(agreed, rise, contract_=contract(currency="USD"))
    assert [(str(row.period_start), str(row.unit_price)) for row in schedule] == [
        ("2024-02-29", "100"),
        ("2025-02-28", "103.00"),
        ("2026-02-28", "106.09"),
        ("2027-02-28", "109.27"),  # 109.2727
    ]


def test_each_step_is_rounded_before_the_next() -> None:
    """1,001 → 1,031.03 → 1,031 → 1,061.93 → 1,062 → 1,093.86."""
    rise = window("uplift_percent", "2024-01-01", value="3")
    assert _prices(rise, price="1001", currency="CLP") == ["1001", "1031", "1062", "1094"]


def test_a_price_with_more_decimals_than_its_currency_keeps_them() -> None:
    """0.1234 × 1.03 = 0.127102; a trailing zero is no decimal."""
    rise = window("uplift_percent", "2024-01-01", value="3")
    assert _prices(rise, price="0.1234")[:2] == ["0.1234", "0.1271"]
    assert _prices(rise, price="1.2000")[:2] == ["1.2000", "1.24"]


def test_only_anniversaries_inside_the_window_count() -> None:
    once = window("uplift_percent", "2025-01-01", "2025-12-31", value="10")
    late = window("uplift_percent", "2025-01-02", value="10")
    assert _prices(once, price="100") == ["100", "110.00", "110.00", "110.00"]
    assert _prices(late, price="100") == ["100", "100", "110.00", "121.00"]


def test_of_two_uplifts_the_one_that_began_last_counts() -> None:
    first = window("uplift_percent", "2024-01-01", value="10")
    second = window("uplift_percent", "2025-06-01", adjustment_id="J0", value="20")
    assert _prices(first, second, price="100") == ["100", "110.00", "132.00", "158.40"]


def test_an_anniversary_cuts_the_period_it_falls_into() -> None:
    """1 to 14 May at 31,000 and 15 to 31 May at 62,000: 14,000 + 34,000."""
    agreed = line(start_date=day("2025-05-15"), billing_anchor="calendar")
    schedule = rows(agreed, window("uplift_percent", "2025-05-15", value="100"))
    may = [row for row in schedule if str(row.billing_period_start) == "2026-05-01"]
    assert [(str(row.period_start), str(row.net_amount)) for row in may] == [
        ("2026-05-01", "14000"),
        ("2026-05-15", "34000"),
    ]


def test_a_price_set_on_an_anniversary_rises_at_the_next() -> None:
    rise = window("uplift_percent", "2024-01-01", value="10")
    new = amendment("price", "2025-01-01", unit_price=Decimal(200))
    assert _prices(rise, new, price="100") == ["100", "200", "220.00", "242.00"]


def test_a_price_from_before_the_start_rises_from_the_first_anniversary() -> None:
    rise = window("uplift_percent", "2020-01-01", value="10")
    old = amendment("price", "2021-06-01", unit_price=Decimal(200))
    assert _prices(rise, old, price="100")[:2] == ["200", "220.00"]


def test_under_a_price_window_the_price_behind_keeps_rising() -> None:
    """From March 2025 to February 2026 200, raised once to 220; behind it 100, 110, 121."""
    rise = window("uplift_percent", "2024-01-01", value="10")
    ramp = window("price", "2025-03-01", "2026-02-28", adjustment_id="J2", value="200")
    assert _prices(rise, ramp, price="100") == [
        "100",
        "110.00",
        "200",
        "220.00",
        "121.00",
        "133.10",
    ]


def test_an_index_counts_from_the_base_and_also_falls() -> None:
    """1,000 × 104 ÷ 100, then × 102 ÷ 100; the month before 2027 is not known yet."""
    assert _prices(_index(), price="1000", index_values=IPC) == [
        "1000",
        "1040.00",
        "1020.00",
        "1020.00",
    ]


def test_a_lag_moves_both_months() -> None:
    """Lag 0: January 2025 ÷ January 2024 = 1.1."""
    values = index(m202401="100", m202501="110", m202312="1", m202412="1")
    assert _prices(_index(index_lag_months=0), price="1000", index_values=values)[:2] == [
        "1000",
        "1100.00",
    ]


def test_a_cap_and_a_floor_go_year_on_year_without_catching_up() -> None:
    """+4 % capped at 3: 1,030; then 102 ÷ 104 of it: 1,010.19, or 1,030 with a floor of 0."""
    capped = _index(cap_percent=Decimal(3))
    both = _index(cap_percent=Decimal(3), floor_percent=Decimal(0))
    assert _prices(capped, price="1000", index_values=IPC)[:3] == ["1000", "1030.00", "1010.19"]
    assert _prices(both, price="1000", index_values=IPC)[:3] == ["1000", "1030.00", "1030.00"]


def test_the_base_month_of_a_new_price_is_counted_from_its_day() -> None:
    """2,000 from 10 March 2025, base February: × 102 ÷ 105 = 1,942.857."""
    new = amendment("price", "2025-03-10", unit_price=Decimal(2000))
    assert _prices(_index(), new, price="1000", index_values=IPC)[:4] == [
        "1000",
        "1040.00",
        "2000",
        "1942.86",
    ]


def test_with_a_missing_month_the_price_before_stays() -> None:
    """Without December 2024 nothing moves in 2025; 2026 counts from the base again."""
    without = tuple(one for one in IPC if one.value != 104)
    assert _prices(_index(), price="1000", index_values=without)[:3] == ["1000", "1000", "1020.00"]
    capped = _index(cap_percent=Decimal(3))
    assert _prices(capped, price="1000", index_values=without)[:3] == ["1000"] * 3


def test_after_the_window_the_price_stays() -> None:
    ended = window("index", "2024-01-01", "2025-06-30", index_code="IPC")
    assert _prices(ended, price="1000", index_values=IPC)[:3] == ["1000", "1040.00", "1040.00"]


def test_an_uplift_and_an_index_on_one_line_say_no_price() -> None:
    rise = window("uplift_percent", "2024-01-01", adjustment_id="J2", value="3")
    assert _prices(_index(), rise, price="1000", index_values=IPC) == []
