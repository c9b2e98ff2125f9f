"""Exchange rates: whose day, how stale, which way round, and what is not known yet."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.oracle.examples import AS_OF, contract, day, line, rate, rows
from tests.oracle.rates import RateTable
from tests.oracle.records import ExchangeRate

UF = (
    rate("2026-04-30", "CLF/CLP", "39290"),
    rate("2026-05-01", "CLF/CLP", "39300"),
    rate("2026-05-31", "CLF/CLP", "39600"),
    rate("2026-06-30", "CLF/CLP", "39900"),
    rate("2026-07-01", "CLF/CLP", "99999"),
)


def _on(text: str, *rates: ExchangeRate, pair: str = "USD/CLP") -> Fraction | None:
    return RateTable(rates, AS_OF).on(day(text), *pair.split("/"))


def test_the_last_of_seven_days_before_still_counts_the_eighth_does_not() -> None:
    known = rate("2026-05-01", "USD/CLP", "950")
    assert _on("2026-05-08", known) == 950
    assert _on("2026-05-09", known) is None
    assert _on("2026-04-30", known) is None


def test_a_missing_pair_is_one_over_the_opposite() -> None:
    assert _on("2026-05-02", rate("2026-05-01", "CLP/USD", "0.00125")) == 800


def test_the_pair_itself_counts_before_its_opposite() -> None:
    direct, opposite = rate("2026-05-01", "USD/CLP", "950"), rate("2026-05-02", "CLP/USD", "0.001")
    assert _on("2026-05-02", direct, opposite) == 950


def test_never_through_a_third_currency() -> None:
    known = rate("2026-05-01", "EUR/USD", "1.1"), rate("2026-05-01", "USD/CLP", "950")
    assert _on("2026-05-01", *known, pair="EUR/CLP") is None


def test_after_the_as_of_date_the_last_known_rate_however_old() -> None:
    known = rate("2026-01-05", "USD/CLP", "950")
    assert _on("2026-06-30", known) is None
    assert _on("2026-07-01", known) == 950


def test_a_rate_dated_after_the_as_of_date_does_not_exist_yet() -> None:
    assert _on("2026-07-01", *UF, pair="CLF/CLP") == 39900


@pytest.mark.parametrize(
    ("rule", "terms", "invoice_net"),
    [
        # 30 UF for May, billed on 1 May.
        ({"fx_rule": "bill_date"}, {}, "1179000"),
        ({"fx_rule": None}, {}, "1179000"),
        ({"fx_rule": "period_start"}, {}, "1179000"),
        ({"fx_rule": "period_end"}, {}, "1188000"),
        ({"fx_rule": "prior_month_end"}, {}, "1178700"),
        ({"fx_rule": "fixed", "fx_rate": Decimal("38000.5")}, {}, "1140015"),
        # In arrears it is billed on 1 June; 31 May is the last of the seven days before.
        ({"fx_rule": "bill_date"}, {"billing_timing": "in_arrears"}, "1188000"),
        ({"fx_rule": "period_start"}, {"billing_timing": "in_arrears"}, "1179000"),
        ({"fx_rule": "prior_month_end"}, {"billing_timing": "in_arrears"}, "1188000"),
    ],
)
def test_each_rule_takes_its_own_day(
    rule: dict[str, Any], terms: dict[str, Any], invoice_net: str
) -> None:
    [row] = rows(
        line(
            start_date=day("2026-05-01"),
            end_date=day("2026-05-31"),
            unit_price=Decimal(30),
            **terms,
        ),
        contract_=contract(currency="CLF", invoice_currency="CLP", **rule),
        rates=UF,
    )
    assert str(row.net_amount) == "30.0000"
    assert str(row.invoice_net_amount) == invoice_net


def test_a_missing_rate_is_never_a_silent_zero() -> None:
    row = rows(
        line(end_date=day("2026-01-31"), tax_rate=Decimal("0.19")),
        contract_=contract(currency="EUR", invoice_currency="CLP"),
        rates=UF,
    )[0]
    assert (row.exchange_rate, row.invoice_net_amount, row.tax_amount) == (None, None, None)


def test_the_converted_amount_is_taxed_and_rounded_once_more() -> None:
    """10.0049 UF × 39,290 = 393,092.521 → 393,093; 19 % = 74,687.67 → 74,688."""
    [row] = rows(
        line(
            start_date=day("2026-04-30"),
            end_date=day("2026-05-29"),
            unit_price=Decimal("10.0049"),
            tax_rate=Decimal("0.19"),
        ),
        contract_=contract(currency="CLF", invoice_currency="CLP", fx_rule="bill_date"),
        rates=UF,
    )
    assert (str(row.invoice_net_amount), str(row.tax_amount)) == ("393093", "74688")
