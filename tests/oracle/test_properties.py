"""What must hold for every contract, drawn at random and shrunk to the smallest that breaks it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.life import is_billable, known_amendments, life_of
from tests.oracle.periods import billing_periods
from tests.oracle.records import Amendment, Book, ContractLine, ScheduleRow
from tests.oracle.schedule import billing_schedule
from tests.oracle.segments import segments_of
from tests.oracle.strategies import AS_OF, Thread, draw_batch, market, threads
from tests.oracle.terms import change_days, terms_on

ONE_DAY = timedelta(days=1)
FOUR_CENTURIES = timedelta(days=146_097)
RATES = market(AS_OF, 1)


def _schedule(thread: Thread, as_of: date = AS_OF) -> list[ScheduleRow]:
    return billing_schedule(Book((thread.contract,), thread.lines, thread.amendments, RATES), as_of)


def _recurring(thread: Thread) -> Iterable[tuple[ContractLine, list[Amendment]]]:
    for line in thread.lines:
        if line.charge_model != "one_time" and is_billable(thread.contract, AS_OF):
            yield line, known_amendments(line, thread.amendments, AS_OF)


@given(threads())
def test_periods_and_segments_tile_the_life(thread: Thread) -> None:
    for line, known in _recurring(thread):
        life = life_of(thread.contract, line, known)
        rows = [r for r in _schedule(thread) if r.contract_line_id == line.contract_line_id]
        if life.is_empty:
            assert rows == []
        for position, row in enumerate(rows):
            expected = life.start if position == 0 else rows[position - 1].period_end + ONE_DAY
            assert row.period_start == expected
            assert row.billing_period_start <= row.period_start <= row.period_end
            assert row.period_end <= row.billing_period_end < life.until


@given(threads())
def test_segments_share_out_exactly_their_period(thread: Thread) -> None:
    for line, known in _recurring(thread):
        life = life_of(thread.contract, line, known)
        until = min(life.until, AS_OF + timedelta(days=400))
        if until <= life.start:
            continue
        for period in billing_periods(line, life.start, until):
            terms_of_day = partial(terms_on, line=line, known=known)
            segments = list(segments_of(period, terms_of_day, change_days(known), "actual"))
            served = (period.until - period.start).days
            assert sum(s.ratio for s in segments) * period.full_days == served
            assert all(before.terms != after.terms for before, after in pairwise(segments))


@given(threads(), st.data())
def test_an_amendment_to_the_value_in_force_changes_nothing(
    thread: Thread, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(thread.lines))
    day = data.draw(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
    known = known_amendments(line, thread.amendments, AS_OF)
    echo = Amendment(
        amendment_id="Z",
        contract_id="C",
        contract_line_id=line.contract_line_id,
        kind="price",
        effective_date=day,
        signed_on=AS_OF,
        unit_price=terms_on(day, line, known).unit_price,
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
    turned = Thread(thread.contract, thread.lines[::-1], thread.amendments[::-1])
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
    now = dataclasses.replace(thread, contract=contract)
    then = Thread(
        _shifted(contract),
        tuple(map(_shifted, now.lines)),
        tuple(map(_shifted, now.amendments)),
    )
    assert _schedule(then, AS_OF + FOUR_CENTURIES) == [_shifted(row) for row in _schedule(now)]


def test_a_batch_is_the_same_for_the_same_seed_and_as_many_as_asked() -> None:
    batch = draw_batch(50, seed_=7)
    assert batch == draw_batch(50, seed_=7)
    assert batch != draw_batch(50, seed_=8)
    assert len(batch.contracts) == 50
    assert len({line.contract_line_id for line in batch.lines}) == len(batch.lines)
