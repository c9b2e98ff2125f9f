"""The minimum of a period and the true-up to it, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.oracle.examples import amendment, amounts, day, line, rows, usage, window
from tests.oracle.records import ContractLine


def _may(minimum: int, **terms: Any) -> ContractLine:
    span = {"start_date": day("2026-05-01"), "end_date": day("2026-05-31")}
    return line(minimum_amount=Decimal(minimum), **(span | terms))


def test_a_true_up_has_the_whole_period_and_the_bill_date_in_arrears() -> None:
    price = amendment("price", "2026-05-16", unit_price=Decimal(62000))
    *_, row = rows(_may(50000, tax_rate=Decimal("0.19")), price)
    assert (row.charge_kind, str(row.net_amount)) == ("minimum_true_up", "3000")  # 15,000 + 32,000
    assert (row.quantity, row.unit_price, str(row.tax_amount)) == (None, None, "570")
    assert (row.period_start, row.period_end) == (day("2026-05-01"), day("2026-05-31"))
    assert (row.bill_on, row.is_due) == (day("2026-06-01"), True)


def test_at_the_minimum_there_is_none() -> None:
    assert amounts(rows(_may(31000))) == ["31000"]
    assert amounts(rows(_may(31001))) == ["31000", "1"]


def test_the_minimum_is_prorated_and_leaves_out_free_days() -> None:
    """17 to 31 May is 15 of 31: 30,000 of 62,000; five of them free: 20,000 against 10,000."""
    stub = _may(62000, start_date=day("2026-05-17"), billing_anchor="calendar")
    free = window("free", "2026-05-17", "2026-05-21")
    assert amounts(rows(stub, free)) == ["0", "10000", "10000"]


def test_a_period_paused_throughout_has_none() -> None:
    assert amounts(rows(_may(50000), amendment("pause", "2026-04-01"))) == ["0"]


def test_under_full_free_days_still_lower_the_minimum() -> None:
    """62,000 × 21/31 = 42,000, the period itself 31,000."""
    free = window("free", "2026-05-11", "2026-05-20")
    assert amounts(rows(_may(62000, proration="full"), free)) == ["31000", "11000"]


def test_discounts_come_before_the_minimum() -> None:
    half = window("percent_discount", "2026-05-01", value="50")
    assert amounts(rows(_may(31000), half)) == ["15500", "15500"]


def test_the_minimum_of_a_usage_line() -> None:
    metered = _may(5000, charge_model="usage_per_unit", unit_price=Decimal(100), price_period=None)
    assert amounts(rows(metered, usage=usage(d20260510="10"))) == ["1000", "4000"]
    assert amounts(rows(metered)) == ["0", "5000"]


def test_a_true_up_beyond_the_horizon_is_not_forecast() -> None:
    """To 30 June 2027: June's row is billed on the 1st, its true-up on 1 July."""
    schedule = rows(line(minimum_amount=Decimal(40000), start_date=day("2027-05-01")))
    assert amounts(schedule) == ["31000", "9000", "31000"]
