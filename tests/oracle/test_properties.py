"""What must hold for every contract, drawn at random and shrunk to the smallest that breaks it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.clauses import Clauses, clauses_by_line
from tests.oracle.life import is_billable, life_of
from tests.oracle.money import MINOR_UNITS
from tests.oracle.periods import billing_periods
from tests.oracle.proration import CONVENTIONS, UNCUT
from tests.oracle.records import Adjustment, Amendment, Book, Milestone, ScheduleRow
from tests.oracle.schedule import CHARGES, billing_schedule
from tests.oracle.segments import segments_of
from tests.oracle.strategies import AS_OF, Thread, draw_batch, indexes, market, threads
from tests.oracle.terms import SINGLE, change_days, terms_on
from tests.oracle.usage import USAGE_MODELS
from tests.oracle.windows import in_force

ONE_DAY = timedelta(days=1)
FOUR_CENTURIES = timedelta(days=146_097)
RATES, INDEXES = market(AS_OF, 1), indexes(AS_OF, 1)


def _schedule(thread: Thread, as_of: date = AS_OF) -> list[ScheduleRow]:
    return billing_schedule(thread.book(RATES, INDEXES), as_of)


def _with_periods(thread: Thread) -> Iterable[Clauses]:
    for clauses in clauses_by_line(thread.book(RATES, INDEXES), AS_OF).values():
        if clauses.line.charge_model not in SINGLE and is_billable(thread.contract, AS_OF):
            yield clauses


@given(threads())
def test_periods_and_segments_tile_the_life(thread: Thread) -> None:
    for clauses in _with_periods(thread):
        life = life_of(thread.contract, clauses.line, clauses.amendments)
        rows = [
            row
            for row in _schedule(thread)
            if row.contract_line_id == clauses.line.contract_line_id
            and row.charge_kind != "minimum_true_up"
        ]
        if life.is_empty:
            assert rows == []
        for position, row in enumerate(rows):
            expected = life.start if position == 0 else rows[position - 1].period_end + ONE_DAY
            assert row.period_start == expected
            assert row.billing_period_start <= row.period_start <= row.period_end
            assert row.period_end <= row.billing_period_end < life.until
            if clauses.line.charge_model in USAGE_MODELS:
                assert row.period_end == row.billing_period_end


@given(threads(), st.sampled_from(sorted(CONVENTIONS)))
def test_segments_share_out_exactly_their_period(thread: Thread, convention: str) -> None:
    for clauses in _with_periods(thread):
        life = life_of(thread.contract, clauses.line, clauses.amendments)
        until = min(life.until, AS_OF + timedelta(days=400))
        if until <= life.start or clauses.line.charge_model in USAGE_MODELS:
            continue
        terms_of_day = partial(terms_on, clauses=clauses)
        changes = change_days(clauses, until)
        for period in billing_periods(clauses.line, life.start, until):
            segments = list(segments_of(period, terms_of_day, changes, convention))
            share = sum(segment.ratio for segment in segments)
            assert 0 <= share <= 1
            assert share == 1 or not period.is_whole
            if convention == "actual":
                assert share * period.full_days == (period.until - period.start).days
            assert convention not in UNCUT or len(segments) == 1
            assert all(before.terms != after.terms for before, after in pairwise(segments))


@given(threads())
def test_terms_change_on_no_other_day(thread: Thread) -> None:
    for clauses in _with_periods(thread):
        first = clauses.line.start_date
        until = min(first + timedelta(days=500), date(2028, 1, 1))
        changes = change_days(clauses, until)
        days = [first + timedelta(days=count) for count in range((until - first).days)]
        for before, day in pairwise(days):
            assert day in changes or terms_on(before, clauses) == terms_on(day, clauses)


@given(threads())
def test_with_its_true_up_no_period_is_below_its_minimum(thread: Thread) -> None:
    lines = {line.contract_line_id: line for line in thread.lines}
    totals: dict[tuple[str, date], list[ScheduleRow]] = {}
    for row in _schedule(thread):
        totals.setdefault((row.contract_line_id, row.billing_period_start), []).append(row)
    for (line_id, _), rows in totals.items():
        true_ups = [row for row in rows if row.charge_kind == "minimum_true_up"]
        minimum = lines[line_id].minimum_amount
        assert len(true_ups) <= (0 if minimum is None else 1)
        for row in true_ups:
            assert row.net_amount > 0
            unit = Decimal(1).scaleb(-MINOR_UNITS[row.currency])
            assert sum(one.net_amount for one in rows) <= (minimum or 0) + unit
            assert (row.quantity, row.unit_price) == (None, None)
            assert row.bill_on == row.billing_period_end + ONE_DAY


@given(threads())
def test_free_for_ever_costs_nothing(thread: Thread) -> None:
    free = Adjustment("Z", "C", "free", date(2000, 1, 1))
    given_away = dataclasses.replace(thread, adjustments=(*thread.adjustments, free))
    rows = _schedule(given_away)
    assert all(row.net_amount == 0 for row in rows)
    assert len([row for row in _schedule(thread) if row.charge_kind == "usage"]) == len(
        [row for row in rows if row.charge_kind == "usage"]
    )


@given(threads())
def test_every_milestone_done_and_not_cancelled_has_one_row(thread: Thread) -> None:
    def is_owed(milestone: Milestone) -> bool:
        clauses = by_line[milestone.contract_line_id]
        cancels = [a.effective_date for a in clauses.amendments if a.kind == "cancel"]
        last = min([*cancels, thread.contract.cancelled_on or date.max])
        return milestone.completed_on is not None and milestone.completed_on < min(
            last, AS_OF + ONE_DAY
        )

    by_line = clauses_by_line(thread.book(RATES, INDEXES), AS_OF)
    owed = [one for one in thread.milestones if is_owed(one)]
    rows = [row for row in _schedule(thread) if row.charge_kind == "milestone"]
    assert len(rows) == (len(owed) if is_billable(thread.contract, AS_OF) else 0)


@given(threads(), st.data())
def test_an_amendment_to_the_value_in_force_changes_nothing(
    thread: Thread, data: st.DataObject
) -> None:
    """The quantity in force; a price would end the steps of its own source."""
    counted = [line for line in thread.lines if line.quantity is not None]
    if not counted:
        return
    line = data.draw(st.sampled_from(counted))
    day = data.draw(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
    clauses = clauses_by_line(thread.book(RATES, INDEXES), AS_OF)[line.contract_line_id]
    if any(one.kind == "quantity" for one in clauses.adjustments):
        return  # When its window ends, the echo would stay.
    echo = Amendment(
        amendment_id="Z",
        contract_id="C",
        contract_line_id=line.contract_line_id,
        kind="quantity",
        effective_date=day,
        signed_on=AS_OF,
        quantity=terms_on(day, clauses).quantity,
    )
    with_echo = dataclasses.replace(thread, amendments=(*thread.amendments, echo))
    assert _schedule(with_echo) == _schedule(thread)


@given(threads())
def test_what_is_signed_after_the_as_of_date_is_invisible(thread: Thread) -> None:
    later = tuple(
        dataclasses.replace(a, amendment_id=f"Z{a.amendment_id}", signed_on=AS_OF + ONE_DAY)
        for a in thread.amendments
    )
    with_later = dataclasses.replace(thread, amendments=thread.amendments + later)
    assert _schedule(with_later) == _schedule(thread)


@given(threads())
def test_the_order_of_the_rows_read_does_not_matter(thread: Thread) -> None:
    turned = dataclasses.replace(
        thread,
        **{
            field.name: getattr(thread, field.name)[::-1]
            for field in dataclasses.fields(thread)
            if field.name != "contract"
        },
    )
    assert _schedule(turned) == _schedule(thread)


def _shifted(record: Any) -> Any:
    days = {
        field.name: value + FOUR_CENTURIES
        for field in dataclasses.fields(record)
        if isinstance(value := getattr(record, field.name), date)
    }
    return dataclasses.replace(record, **days)


@given(threads())
def test_four_centuries_later_everything_is_the_same(thread: Thread) -> None:
    """400 Gregorian years are 146,097 days: whole weeks, and every leap day in its place."""
    contract = dataclasses.replace(thread.contract, invoice_currency=None)
    now = dataclasses.replace(thread, contract=contract).book((), INDEXES)
    then = Book(
        **{
            field.name: tuple(map(_shifted, getattr(now, field.name)))
            for field in dataclasses.fields(now)
        }
    )
    later = billing_schedule(then, AS_OF + FOUR_CENTURIES)
    assert later == [_shifted(row) for row in billing_schedule(now, AS_OF)]


def test_a_batch_is_the_same_for_the_same_seed_and_as_many_as_asked() -> None:
    batch = draw_batch(50, seed_=7)
    assert batch == draw_batch(50, seed_=7)
    assert batch != draw_batch(50, seed_=8)
    assert len(batch.contracts) == 50
    assert all(getattr(batch, field.name) for field in dataclasses.fields(batch))
    assert len({line.contract_line_id for line in batch.lines}) == len(batch.lines)


def test_a_batch_meets_what_it_is_drawn_for(drawn_book: Book) -> None:
    """Agreement on it means little where nothing was drawn."""
    batch = drawn_book
    rows = billing_schedule(batch, AS_OF)
    kinds = Counter(row.charge_kind for row in rows)
    assert {kind for kind in CHARGE_KINDS if kinds[kind] < 20} == set()
    lines = {line.contract_line_id: line for line in batch.lines}
    worth = [row for row in rows if row.net_amount != 0]
    for name, known in (("charge_model", CHARGES), ("proration", CONVENTIONS)):
        met = Counter(getattr(lines[row.contract_line_id], name) for row in worth)
        assert {value for value in known if met[value] < 20} == set()
    assert sum(row.period_start > row.billing_period_start for row in rows) > 100
    by_line = clauses_by_line(batch, AS_OF)
    for kind in {window.kind for window in batch.adjustments}:
        in_force_rows = [
            row
            for row in rows
            if in_force(kind, row.period_start, by_line[row.contract_line_id].adjustments)
        ]
        assert len(in_force_rows) > 50, kind


CHARGE_KINDS = ("recurring", "usage", "minimum_true_up", "one_time", "milestone")
