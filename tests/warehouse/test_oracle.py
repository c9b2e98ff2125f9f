"""The published schedule against the oracle, and what must hold of any published warehouse.

Every contract is there twice, told otherwise the second time (`tests/oracle/retold.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from tests.oracle.drop import read_book
from tests.oracle.recognition import recognised_revenue
from tests.oracle.retold import RETOLD, under_first_ids
from tests.oracle.schedule import billing_schedule
from tests.oracle.strategies import AS_OF
from tests.runs import Published, run

KEYS = ("contract_line_id", "charge_kind", "period_start", "period_end")
COMPARED = (
    "contract_id",
    "billing_period_start",
    "billing_period_end",
    "bill_on",
    "is_due",
    "quantity",
    "unit_price",
    "net_amount",
    "currency",
    "invoice_currency",
    "invoice_net_amount",
    "tax_amount",
)
# The mart keeps 16 decimals of a rate; the oracle keeps the fraction.
RATE_DECIMALS = Fraction(1, 10**15)


def _differences(ours: dict[str, Any], theirs: Any) -> list[str]:
    """Columns of one row in which mart and oracle disagree, with both values."""
    told = [
        f"{name}: mart {ours[name]}, oracle {getattr(theirs, name)}"
        for name in COMPARED
        if ours[name] != getattr(theirs, name)
    ]
    rate, exact = ours["exchange_rate"], theirs.exchange_rate
    is_equal = rate is exact if None in (rate, exact) else _is_close(rate, exact)
    return told if is_equal else [*told, f"exchange_rate: mart {rate}, oracle {exact}"]


def _is_close(rate: Decimal, exact: Fraction) -> bool:
    return abs(Fraction(rate) - exact) <= RATE_DECIMALS


def _keyed(rows: list[Any], value: Callable[[Any, str], Any]) -> dict[tuple[Any, ...], Any]:
    """Rows by their key and its repetition: milestones of one day differ in their amount only."""
    keyed: dict[tuple[Any, ...], Any] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in sorted(rows, key=lambda row: value(row, "unit_price") or Decimal(0)):
        key = tuple(value(row, name) for name in KEYS)
        seen[key] += 1
        keyed[*key, seen[key]] = row
    return keyed


def test_every_row_of_the_schedule_is_the_oracles(oracle_published: Published) -> None:
    oracle = billing_schedule(read_book(oracle_published.drop), AS_OF)
    published = oracle_published.rows("select * from marts.fct_billing_schedule")
    theirs = _keyed(oracle, getattr)
    ours = _keyed(published, dict.__getitem__)
    assert len(ours) == len(published)
    assert len(theirs) == len(oracle)

    missing = sorted(theirs.keys() - ours.keys())
    invented = sorted(ours.keys() - theirs.keys())
    assert (missing[:10], invented[:10]) == ([], [])
    unlike = {key: told for key in sorted(ours) if (told := _differences(ours[key], theirs[key]))}
    assert dict(list(unlike.items())[:10]) == {}


def test_every_month_earns_what_the_oracle_earns(oracle_published: Published) -> None:
    """A line with a rate missing is left out as a whole; a month that moves nothing is no row."""
    oracle = recognised_revenue(read_book(oracle_published.drop), AS_OF)
    theirs = {
        (line, year, month): amount
        for line, months in oracle.items()
        for (year, month), amount in (months or {}).items()
        if amount
    }
    ours = {
        (row["contract_line_id"], row["revenue_month"].year, row["revenue_month"].month): row[
            "recognised_amount"
        ]
        for row in oracle_published.rows("select * from marts.fct_revenue_schedule")
        if row["recognised_amount"]
    }
    unlike = {
        key: (ours.get(key), theirs.get(key))
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
    }
    assert dict(list(unlike.items())[:10]) == {}


def test_the_drawn_lines_earn_in_every_way(oracle_published: Published) -> None:
    """Lines that earn something, by what they say of it: each way is there in number."""
    book = read_book(oracle_published.drop)
    oracle = recognised_revenue(book, AS_OF)
    earning = [
        line for line in book.lines if any((oracle.get(line.contract_line_id) or {}).values())
    ]
    ways = Counter((line.recognition, line.recognition_span == "term") for line in earning)
    counts = {
        **Counter(recognition for recognition, _ in ways.elements()),
        "term": sum(count for (_, is_term), count in ways.items() if is_term),
        "bundled": sum(line.bundle_id is not None for line in earning),
    }
    said = ("daily", "monthly", "on_usage", "on_start", "on_completion", "term", "bundled")
    assert {way: counts.get(way, 0) for way in said if counts.get(way, 0) < 20} == {}


def test_the_drawn_contracts_meet_what_they_are_drawn_for(oracle_published: Published) -> None:
    """Agreement means little where nothing was drawn: each kind of row is there in number."""
    counts = oracle_published.rows(
        """
        select
            count(*) filter (charge_kind = 'recurring') as recurring_count,
            count(*) filter (charge_kind = 'one_time') as one_time_count,
            count(*) filter (charge_kind = 'milestone') as milestone_count,
            count(*) filter (charge_kind = 'usage' and quantity > 0) as usage_count,
            count(*) filter (charge_kind = 'minimum_true_up') as true_up_count,
            count(*) filter (explanation like '%% off%') as discounted_count,
            count(*) filter (explanation like '%free of charge%') as free_count,
            count(*) filter (explanation like '%paused%') as paused_count,
            count(*) filter (explanation like '%thirty_360%') as thirty_360_count,
            count(*) filter (explanation like '%actual_month%') as actual_month_count,
            count(*) filter (not is_due) as forecast_count,
            count(*) filter (is_renewal) as renewed_count,
            count(*) filter (is_rate_provisional) as provisional_count,
            count(*) filter (exchange_rate is null) as missing_rate_count,
            count(*) filter (currency != invoice_currency and exchange_rate is not null)
                as converted_count,
            count(*) filter (period_start > billing_period_start) as later_segment_count
        from marts.fct_billing_schedule
        where not starts_with(contract_id, $retold)
        """,
        {"retold": RETOLD},
    )[0]
    assert {name: count for name, count in counts.items() if count < 20} == {}


def test_periods_and_segments_leave_no_gap_and_no_overlap(oracle_published: Published) -> None:
    breaks = oracle_published.rows(
        """
        with recurring as (
            select
                *,
                lead(period_start) over (
                    partition by contract_line_id order by period_start
                ) as next_start,
                lead(billing_period_start) over (
                    partition by contract_line_id order by period_start
                ) as next_billing_period_start
            from marts.fct_billing_schedule
            where charge_kind = 'recurring'
        )

        select
            contract_line_id,
            period_start,
            period_end,
            next_start
        from recurring
        where
            period_end < period_start
            or period_start < billing_period_start
            or period_end > billing_period_end
            or next_start != period_end + 1
            or (
                next_billing_period_start != billing_period_start
                and next_billing_period_start != billing_period_end + 1
            )
        """
    )
    assert breaks == []


def test_whole_periods_on_unchanged_terms_cost_the_same(oracle_published: Published) -> None:
    """Between the first period and the last all are whole, and uncut where nothing was amended."""
    book = read_book(oracle_published.drop)
    amended = {one.contract_id for one in book.amendments if one.kind != "cancel"}
    amended |= {one.contract_id for one in book.adjustments}
    unlike = oracle_published.rows(
        """
        with whole as (
            select
                contract_id,
                contract_line_id,
                period_end,
                billing_period_end,
                net_amount
            from marts.fct_billing_schedule
            where charge_kind = 'recurring'
            qualify
                row_number() over (partition by contract_line_id order by period_start) > 1
                and row_number() over (partition by contract_line_id order by period_start desc) > 1
        )

        select
            contract_id,
            contract_line_id
        from whole
        group by all
        having min(net_amount) != max(net_amount) or bool_or(period_end != billing_period_end)
        """
    )
    assert [row for row in unlike if row["contract_id"] not in amended] == []
    assert {row["contract_id"] for row in unlike} & amended


def test_what_changes_nothing_changes_no_row(oracle_published: Published) -> None:
    rows = oracle_published.rows(
        """
        select * exclude (clauses, explanation, explanation_es)
        from marts.fct_billing_schedule
        order by billing_schedule_id
        """
    )
    told_first = [row for row in rows if not row["contract_id"].startswith(RETOLD)]
    retold = [row for row in rows if row["contract_id"].startswith(RETOLD)]
    assert len(told_first) == len(retold) == len(rows) / 2
    assert [under_first_ids(row) for row in retold] == told_first


def test_the_same_drop_gives_the_same_marts_row_for_row(
    published: Published, tmp_path: Path
) -> None:
    again = run(published.drop, tmp_path / "again.duckdb")
    with duckdb.connect() as both:
        both.execute(f"attach '{published.warehouse}' as first (read_only)")
        both.execute(f"attach '{again.warehouse}' as second (read_only)")
        tables = [name for (name,) in both.execute(_MARTS).fetchall()]
        rows = {
            side: {table: both.execute(f"from {side}.marts.{table}").fetchall() for table in tables}
            for side in ("first", "second")
        }
    assert len(tables) > 16
    for table in tables:
        assert Counter(rows["first"][table]) == Counter(rows["second"][table]), table


_MARTS = """
    select distinct table_name from duckdb_tables() where schema_name = 'marts' order by table_name
"""


def test_rows_read_are_loaded_or_quarantined(
    published: Published, oracle_published: Published
) -> None:
    for warehouse in (published, oracle_published):
        counts = warehouse.rows(
            """
            select
                sum(rows_read) as read_count,
                sum(rows_loaded + rows_quarantined) as accounted_count
            from marts.load_counts
            """
        )[0]
        assert counts["read_count"] > 0
        assert counts["read_count"] == counts["accounted_count"]
