"""Usage: what is counted of a period, and each way to price it, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.examples import amendment, amounts, day, line, rows, spans, tiers, usage, window
from tests.oracle.records import ContractLine, ScheduleRow

# Ten at 100, forty at 80 with 500, the rest at 50 with 1,000: the last limit counts for nothing.
TIERS = tiers((10, "100", None), (50, "80", "500"), (60, "50", "1000"))
PACKAGES = tiers((100, "2500", "300"))


def _metered(model: str, **terms: Any) -> ContractLine:
    """A metered line of May."""
    agreed = {
        "charge_model": model,
        "unit_price": None,
        "price_period": None,
        "start_date": day("2026-05-01"),
        "end_date": day("2026-05-31"),
    }
    return line(**(agreed | terms))


def _one(model: str, used: str, agreed: Any) -> ScheduleRow:
    records = usage(d20260510=used) if used != "0" else ()
    [row] = rows(_metered(model), tiers=agreed, usage=records)
    return row


def test_one_row_in_arrears_of_what_is_above_the_included() -> None:
    """30 + 25.5 − 10 = 45.5 at 100."""
    metered = _metered("usage_per_unit", unit_price=Decimal(100), included_quantity=Decimal(10))
    [row] = rows(metered, usage=usage(d20260501="30", d20260531="25.5"))
    assert (row.charge_kind, str(row.quantity), str(row.net_amount)) == ("usage", "45.5", "4550")
    assert (row.period_start, row.period_end) == (day("2026-05-01"), day("2026-05-31"))
    assert row.bill_on == day("2026-06-01")
    assert row.unit_price == 100


def test_less_than_is_included_is_a_row_of_zero() -> None:
    metered = _metered("usage_per_unit", unit_price=Decimal(100), included_quantity=Decimal(10))
    [row] = rows(metered, usage=usage(d20260501="9"))
    assert [row.quantity, row.net_amount] == [0, 0]


@pytest.mark.parametrize(
    ("used", "net"),
    [
        ("0", "0"),
        ("10", "1000"),
        ("10.5", "1540"),  # 1,000 + 0.5 × 80 + 500
        ("50", "4700"),  # 1,000 + 3,200 + 500
        ("70", "6700"),  # 1,000 + 3,200 + 20 × 50 + 500 + 1,000
    ],
)
def test_graduated(used: str, net: str) -> None:
    row = _one("usage_graduated", used, TIERS)
    assert (str(row.net_amount), row.unit_price) == (net, None)


@pytest.mark.parametrize(
    ("used", "net", "price"),
    [
        ("0", "0", 100),
        ("10", "1000", 100),
        ("50", "4500", 80),  # 50 × 80 + 500
        ("51", "3550", 50),  # 51 × 50 + 1,000
        ("70", "4500", 50),
    ],
)
def test_volume(used: str, net: str, price: int) -> None:
    row = _one("usage_volume", used, TIERS)
    assert [row.net_amount, row.unit_price] == [Decimal(net), price]


@pytest.mark.parametrize(
    ("used", "net"), [("0", "300"), ("0.1", "2800"), ("100", "2800"), ("201", "7800")]
)
def test_package(used: str, net: str) -> None:
    row = _one("usage_package", used, PACKAGES)
    assert [row.net_amount, row.unit_price] == [Decimal(net), 2500]


def test_usage_outside_the_life_or_after_the_as_of_date_is_not_counted() -> None:
    metered = _metered("usage_per_unit", unit_price=Decimal(1), start_date=day("2026-05-10"))
    used = usage(d20260509="1", d20260510="2", d20260520="4", d20260531="8", d20260601="16")
    assert [row.quantity for row in rows(metered, usage=used)] == [14]
    assert [row.quantity for row in rows(metered, usage=used, as_of=day("2026-05-20"))] == [6]


def test_usage_of_a_free_or_paused_day_is_not_counted() -> None:
    metered = _metered("usage_per_unit", unit_price=Decimal(1))
    used = usage(d20260505="1", d20260511="2", d20260520="4", d20260521="8")
    schedule = rows(
        metered,
        window("free", "2026-05-01", "2026-05-10"),
        amendment("pause", "2026-05-12"),
        amendment("resume", "2026-05-21", amendment_id="M2"),
        usage=used,
    )
    assert (spans(schedule), amounts(schedule)) == ([("2026-05-01", "2026-05-31")], ["10"])


def test_a_period_without_a_charged_day_costs_no_flat_amount() -> None:
    schedule = rows(_metered("usage_package"), window("free", "2026-05-01"), tiers=PACKAGES)
    assert amounts(schedule) == ["0"]
    partly = window("free", "2026-05-01", "2026-05-30")
    assert amounts(rows(_metered("usage_package"), partly, tiers=PACKAGES)) == ["300"]


def test_a_price_takes_the_place_of_every_tiers_and_counts_from_the_next_period() -> None:
    """40 × 10 + 500; begun on the second day it changes nothing of May."""
    used: dict[str, Any] = {"tiers": TIERS, "usage": usage(d20260510="40")}
    graduated = _metered("usage_graduated")
    assert amounts(rows(graduated, window("price", "2026-05-01", value="10"), **used)) == ["900"]
    late = amendment("price", "2026-05-02", unit_price=Decimal(10))
    # 1,000 + 30 × 80 + 500.
    assert amounts(rows(graduated, late, **used)) == ["3900"]


def test_an_uplift_raises_every_tiers_price_and_no_flat_amount() -> None:
    """From the first anniversary 110 and 88: 1,100 + 30 × 88 + 500."""
    graduated = _metered("usage_graduated", start_date=day("2025-05-01"))
    rise = window("uplift_percent", "2025-05-01", value="10")
    schedule = rows(graduated, rise, tiers=TIERS, usage=usage(d20260510="40"))
    assert amounts(schedule) == ["0"] * 12 + ["4240"]


def test_discounts_of_the_first_day_with_the_ratio_of_the_period() -> None:
    """1 to 15 May: 10,000 less 10 %, less 15/31 of 3,100."""
    metered = _metered(
        "usage_per_unit",
        unit_price=Decimal(100),
        end_date=day("2026-05-15"),
        billing_anchor="calendar",
    )
    schedule = rows(
        metered,
        window("percent_discount", "2026-05-01", "2026-05-01", value="10"),
        window("amount_discount", "2026-05-01", adjustment_id="J2", value="3100"),
        window("percent_discount", "2026-05-02", adjustment_id="J3", value="50"),
        usage=usage(d20260510="100"),
    )
    assert amounts(schedule) == ["7500"]
