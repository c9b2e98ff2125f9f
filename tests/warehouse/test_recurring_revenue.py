"""Retention and cohorts of all stories, counted a second time from the balances in plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.runs import Published

Balances = dict[tuple[str, str], dict[date, Decimal]]

VIEWS = {"billed": "fct_mrr_balances", "reporting": "fct_group_mrr_balances"}
NOTHING = Decimal(0)


def _balances(published: Published, view: str) -> Balances:
    """What each customer of each currency closed each month with."""
    balances: Balances = defaultdict(dict)
    for row in published.rows(
        f"select customer_id, currency, movement_month, closing_amount from marts.{VIEWS[view]}"
    ):
        customer = (row["customer_id"], row["currency"])
        balances[customer][row["movement_month"]] = row["closing_amount"]
    return balances


def _earlier(month: date, months: int) -> date:
    years, number = divmod(12 * month.year + month.month - 1 - months, 12)
    return date(years, number + 1, 1)


def _rate(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("1e-8"), ROUND_HALF_UP) if whole else None


@pytest.mark.parametrize("view", VIEWS)
def test_retention_is_that_of_the_balances(published: Published, view: str) -> None:
    balances = _balances(published, view)
    told = published.rows(
        "select currency, movement_month, window_months, cohort_amount, net_amount, gross_amount, "
        "net_retention_rate, gross_retention_rate "
        "from marts.fct_revenue_retention where currency_view = $view",
        {"view": view},
    )
    assert any(row["window_months"] == 12 and row["net_retention_rate"] for row in told)
    for row in told:
        before = _earlier(row["movement_month"], row["window_months"])
        pairs = [
            (months[before], months.get(row["movement_month"], NOTHING))
            for (_, currency), months in balances.items()
            if currency == row["currency"] and months.get(before, NOTHING) > 0
        ]
        cohort = sum((then for then, _ in pairs), NOTHING)
        net = sum((now for _, now in pairs), NOTHING)
        gross = sum((min(then, now) for then, now in pairs), NOTHING)
        assert (row["cohort_amount"], row["net_amount"], row["gross_amount"]) == (
            cohort,
            net,
            gross,
        ), row
        assert row["net_retention_rate"] == _rate(net, cohort), row
        assert row["gross_retention_rate"] == _rate(gross, cohort), row


@pytest.mark.parametrize("view", VIEWS)
def test_cohorts_are_those_of_the_balances(published: Published, view: str) -> None:
    counted: dict[tuple[str, date, int], list[Decimal]] = defaultdict(list)
    for (_, currency), months in _balances(published, view).items():
        began = min((month for month, amount in months.items() if amount > 0), default=None)
        for month, amount in months.items():
            if began and month >= began:
                since = 12 * (month.year - began.year) + month.month - began.month
                counted[currency, began, since].append(amount)
    told = published.rows(
        "select * from marts.fct_revenue_cohorts where currency_view = $view", {"view": view}
    )
    assert len(told) == len(counted) > 0
    for row in told:
        currency, began = row["currency"], row["cohort_month"]
        amounts = counted[currency, began, row["months_since"]]
        first = sum(counted[currency, began, 0], NOTHING)
        assert row["customer_count"] == len(amounts)
        assert row["retained_customer_count"] == sum(amount > 0 for amount in amounts)
        assert row["closing_amount"] == sum(amounts, NOTHING)
        assert row["retained_rate"] == _rate(sum(amounts, NOTHING), first)
