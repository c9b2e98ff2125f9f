"""Whole schedules, worked by hand: prorated stubs, bill dates, renewals, what has no rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.oracle.examples import amendment, amounts, contract, day, line, rows, spans


def test_an_upgrade_for_17_of_31_days() -> None:
    """USD 40 × 10 to 14 July = 14/31 × 400; then 12 users for 17/31 of 480: 180.65 + 263.23."""
    schedule = rows(
        line(
            charge_model="per_unit",
            quantity=Decimal(10),
            unit_price=Decimal(40),
            start_date=day("2025-07-01"),
            end_date=day("2025-07-31"),
        ),
        amendment("quantity", "2025-07-15", quantity=Decimal(12)),
        contract_=contract(currency="USD"),
    )
    assert amounts(schedule) == ["180.65", "263.23"]
    assert [str(row.bill_on) for row in schedule] == ["2025-07-01", "2025-07-15"]


def test_a_semiannual_calendar_stub_is_measured_by_its_half_year() -> None:
    """15 February to 30 June: 14 + 31 + 30 + 31 + 30 = 136 of 181 days of 6 × 100,000."""
    schedule = rows(
        line(
            start_date=day("2026-02-15"),
            end_date=day("2026-12-31"),
            unit_price=Decimal(100000),
            billing_period="P6M",
            billing_anchor="calendar",
        )
    )
    assert amounts(schedule) == ["450829", "600000"]
    assert [row.is_due for row in schedule] == [True, False]


def test_a_leap_february_is_29_days_long() -> None:
    """20 to 29 February 2024 is 10 of 29 days; in 2023 the same stub is 9 of 28."""
    for start, end, net in (
        ("2024-02-20", "2024-02-29", "10689.66"),
        ("2023-02-20", "2023-02-28", "9964.29"),
    ):
        stub = line(start_date=day(start), end_date=day(end), billing_anchor="calendar")
        assert amounts(rows(stub, contract_=contract(currency="USD"))) == [net]


def test_four_decimals_of_uf() -> None:
    """10 UF × 17/31 = 5.48387… UF."""
    stub = line(
        start_date=day("2026-05-15"),
        end_date=day("2026-05-31"),
        billing_anchor="calendar",
        unit_price=Decimal(10),
    )
    assert amounts(rows(stub, contract_=contract(currency="CLF"))) == ["5.4839"]


def test_a_rebate_is_rounded_away_from_zero() -> None:
    """−155 × 1/10 = −15.5 → −16."""
    stub = line(
        start_date=day("2026-01-01"),
        end_date=day("2026-01-01"),
        billing_period="P10D",
        price_period="P10D",
        unit_price=Decimal(-155),
    )
    assert amounts(rows(stub)) == ["-16"]


@pytest.mark.parametrize(
    ("proration", "net"), [("actual", "16000"), ("full", "31000"), ("none", "0")]
)
def test_a_stub_by_each_convention(proration: str, net: str) -> None:
    stub = line(
        start_date=day("2026-05-16"),
        end_date=day("2026-05-31"),
        billing_anchor="calendar",
        proration=proration,
    )
    assert amounts(rows(stub)) == [net]


def test_in_arrears_is_billed_the_day_after_the_period_or_the_line_ends() -> None:
    schedule = rows(
        line(
            start_date=day("2026-04-01"),
            end_date=day("2026-05-10"),
            billing_timing="in_arrears",
        ),
        amendment("price", "2026-04-11", unit_price=Decimal(30000)),
    )
    assert spans(schedule) == [
        ("2026-04-01", "2026-04-10"),
        ("2026-04-11", "2026-04-30"),
        ("2026-05-01", "2026-05-10"),
    ]
    assert [str(row.bill_on) for row in schedule] == ["2026-05-01", "2026-05-01", "2026-05-11"]


def test_a_price_per_week_billed_by_the_month() -> None:
    """3,000 × 52 ÷ 12 = 13,000."""
    weekly = line(unit_price=Decimal(3000), price_period="P1W", end_date=day("2026-01-31"))
    assert amounts(rows(weekly)) == ["13000"]


def test_rows_reach_a_year_past_the_as_of_date_and_no_further() -> None:
    schedule = rows(line(billing_anchor="calendar"))
    assert (str(schedule[-1].bill_on), schedule[-1].is_due) == ("2027-06-01", False)
    assert [row.is_due for row in schedule].count(True) == 6
    arrears = rows(line(billing_anchor="calendar", billing_timing="in_arrears"))
    assert str(arrears[-1].bill_on) == "2027-06-01"


def test_a_line_on_the_contracts_end_renews_and_one_that_ends_earlier_ends() -> None:
    term = contract(end_date=day("2026-03-31"), renewal="auto")
    renewing, ending = line(), line(end_date=day("2026-02-28"))
    assert len(rows(renewing, contract_=term)) == 18
    assert len(rows(line(end_date=day("2026-03-31")), contract_=term)) == 18
    assert len(rows(ending, contract_=term)) == 2


def test_without_renewal_nothing_is_due_after_the_end() -> None:
    assert len(rows(line(), contract_=contract(end_date=day("2026-03-31")))) == 3


def test_a_renewing_contract_runs_until_it_is_cancelled_also_ahead() -> None:
    term = contract(
        end_date=day("2026-03-31"),
        renewal="auto",
        status="cancelled",
        cancelled_on=day("2026-08-11"),
    )
    schedule = rows(line(), contract_=term)
    assert (spans(schedule)[-1], amounts(schedule)[-1]) == (("2026-08-01", "2026-08-10"), "10000")


def test_cancelled_without_a_date_runs_to_its_end() -> None:
    term = contract(end_date=day("2026-03-31"), renewal="auto", status="cancelled")
    assert len(rows(line(), contract_=term)) == 3


def test_drafts_and_contracts_signed_after_the_as_of_date_have_no_rows() -> None:
    assert rows(line(), contract_=contract(status="draft")) == []
    assert rows(line(), contract_=contract(signed_on=day("2026-07-01"))) == []
    assert rows(line(), contract_=contract(signed_on=day("2026-06-30"))) != []


def test_a_one_time_charge_is_billed_on_its_day_unless_cancelled_by_then() -> None:
    fee = line(
        charge_model="one_time",
        price_period=None,
        billing_period=None,
        start_date=day("2026-05-10"),
        unit_price=Decimal("1500"),
    )
    [row] = rows(fee)
    assert (row.charge_kind, str(row.quantity), str(row.net_amount)) == ("one_time", "1", "1500")
    assert {row.period_start, row.period_end, row.billing_period_end, row.bill_on} == {
        day("2026-05-10")
    }
    assert amounts(rows(fee, amendment("price", "2026-05-10", unit_price=Decimal(99)))) == ["99"]
    assert rows(fee, amendment("cancel", "2026-05-10")) == []
    assert len(rows(fee, amendment("cancel", "2026-05-11"))) == 1


def test_a_line_of_one_day() -> None:
    schedule = rows(line(start_date=day("2026-05-31"), end_date=day("2026-05-31")))
    # From 31 May the full period runs to 29 June: 30 days.
    assert (spans(schedule), amounts(schedule)) == ([("2026-05-31", "2026-05-31")], ["1033"])
