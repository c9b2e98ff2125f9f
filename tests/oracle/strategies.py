"""Whole contracts at random: lines, amendments, windows, usage and milestones that mix all terms.

Days and values are drawn from small, nasty pools (month ends, leap days, the as-of date and its
neighbours, one-day lives, one day for several amendments), so that few draws meet many edges.
`draw_batch` turns the strategy into one book for one drop: the same count and seed, the same book.

What CANONICAL leaves open is not drawn: an uplift and an index on one line; a pause, or a price or
quantity window, that would fall on a single charge; a package or an inner tier without its limit.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.oracle.durations import last_day, parse, plus_months
from tests.oracle.money import MINOR_UNITS
from tests.oracle.proration import CONVENTIONS
from tests.oracle.records import (
    Adjustment,
    Amendment,
    Book,
    Contract,
    ContractLine,
    ExchangeRate,
    IndexValue,
    Milestone,
    PriceTier,
    UsageRecord,
)
from tests.oracle.terms import SINGLE
from tests.oracle.usage import USAGE_MODELS

AS_OF = date(2026, 6, 30)

CURRENCY_PAIRS: tuple[tuple[str, str | None], ...] = (
    ("CLP", None),
    ("USD", None),
    ("CLF", None),
    ("KWD", None),
    ("USD", "USD"),
    ("CLF", "CLP"),
    ("CLF", "CLP"),
    ("USD", "CLP"),
    ("CLP", "USD"),  # only the opposite pair is published
    ("EUR", "CLP"),  # opposite, twice a month: most days are stale
    ("USD", "MXN"),  # both ways published, and not each other's inverse
    ("MXN", "USD"),
    ("KWD", "USD"),  # no longer published: missing when due, provisional ahead
    ("JPY", "CLP"),  # never published
)
FX_RULES = (
    None,
    "issue_date",
    "bill_date",
    "period_start",
    "period_end",
    "prior_month_end",
    "fixed",
)

MONTH_PERIODS = ("P1M", "P1M", "P1M", "P2M", "P3M", "P4M", "P6M", "P1Y", "P12M")
ODD_MONTH_PERIODS = ("P5M", "P7M", "P18M", "P1Y6M", "P2Y")
WEEK_PERIODS = ("P1W", "P2W", "P4W", "P13W")
DAY_PERIODS = ("P1D", "P7D", "P10D", "P30D", "P45D", "P365D")
SHORT_PERIODS = ("P1D", "P7D", "P10D", "P1W", "P2W")  # too many rows for a dozen usage records
PRICE_PERIODS = ("P1M", "P1M", "P1M", "P1Y", "P3M", "P1W", "P2W", "P1D", "P30D")

PRORATIONS = (None, None, *CONVENTIONS, "actual_month", "actual_month", "thirty_360")
MODELS = (
    *("flat", "flat", "per_unit", "per_unit", "one_time", "one_time", "milestone"),
    *USAGE_MODELS,
)
RECOGNITIONS: dict[str, tuple[str | None, ...]] = {
    "one_time": (None, None, "daily", "monthly", "on_start", "on_completion", "on_usage"),
    "milestone": (None, None, "monthly", "on_start"),
    "usage": (None, None, None, "on_usage", "daily", "monthly", "on_start", "on_completion"),
    "recurring": (None, None, "daily", "monthly", "on_start", "on_completion", "on_usage"),
}
SPANS = (None, None, "billing_period", "term")
TIERED = frozenset(USAGE_MODELS) - {"usage_per_unit"}
INDEX_CODES = ("IPC", "CPI-U")
PERCENTS = tuple(map(Decimal, ("5", "10", "10", "12.5", "33.33", "40", "100")))
UPLIFTS = tuple(map(Decimal, ("3", "3", "5.5", "0", "-4", "12.75")))
CAPS = (None, None, None, *map(Decimal, ("0", "2.5", "4", "8")))
FLOORS = (None, None, None, *map(Decimal, ("0", "-1", "-3.5", "0")))

# Prices stay below these: the dearest row, and a report's sum of all rows, fit DECIMAL(18,4).
LARGEST_PRICE = {"CLP": 500_000, "JPY": 50_000, "CLF": 50, "KWD": 500}
LARGEST_PRICE_ELSEWHERE = 5_000

_NASTY_DAYS = (
    *(date(year, month, last_day(year, month)) for year in (2024, 2025, 2026) for month in (1, 2)),
    date(2024, 2, 28),
    date(2023, 8, 31),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 2, 15),
    date(2026, 4, 30),
    date(2026, 5, 31),
    date(2027, 1, 31),
    *(AS_OF + timedelta(days=days) for days in (-31, -6, -1, 0, 1, 15)),
)
_FAR_DAYS = (date(2016, 2, 29), date(2012, 1, 31), date(2018, 12, 30), date(2020, 2, 29))


@dataclass(frozen=True)
class Thread:
    """One contract with everything agreed about it and used of it."""

    contract: Contract
    lines: tuple[ContractLine, ...]
    amendments: tuple[Amendment, ...]
    tiers: tuple[PriceTier, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    usage: tuple[UsageRecord, ...] = ()

    def book(
        self, rates: tuple[ExchangeRate, ...], index_values: tuple[IndexValue, ...] = ()
    ) -> Book:
        """The thread alone, on published rates and index values."""
        return Book(
            (self.contract,),
            self.lines,
            self.amendments,
            rates,
            self.tiers,
            self.adjustments,
            self.milestones,
            self.usage,
            index_values,
        )


def _after(day: date, *days: int) -> st.SearchStrategy[date]:
    return st.sampled_from([day + timedelta(days=count) for count in days])


def _starts() -> st.SearchStrategy[date]:
    """Mostly of the last three years; some far back, some ahead."""
    recent = st.dates(date(2023, 6, 1), date(2026, 8, 31))
    anywhere = st.one_of(
        recent,
        st.sampled_from(_NASTY_DAYS),
        st.sampled_from(_FAR_DAYS),
        st.dates(date(2026, 7, 1), date(2027, 9, 30)),
    )
    begun = st.dates(date(2023, 6, 1), date(2026, 2, 28))
    ends_of_months = st.sampled_from([day for day in _NASTY_DAYS if day < date(2026, 3, 1)])
    return st.one_of(begun, begun, ends_of_months, anywhere)


def _spans() -> st.SearchStrategy[timedelta]:
    """From the first day to the last: one day, round terms and their neighbours, any."""
    round_ = (0, 1, 27, 28, 29, 30, 31, 89, 180, 364, 365, 366, 729, 1095)
    any_ = st.one_of(st.sampled_from(round_), st.integers(0, 1500))
    long = st.one_of(st.sampled_from((364, 365, 729, 730, 1095)), st.integers(200, 1500))
    return st.one_of(long, long, any_).map(lambda days: timedelta(days=days))


@st.composite
def _decimals(draw: st.DrawFn, largest: int, places: tuple[int, ...]) -> Decimal:
    exponent = draw(st.sampled_from(places))
    return Decimal(draw(st.integers(0, largest * 10**exponent))).scaleb(-exponent)


def _prices(currency: str) -> st.SearchStrategy[Decimal]:
    """Round figures, any figure, more decimals than the currency has, and a few rebates."""
    largest = LARGEST_PRICE.get(currency, LARGEST_PRICE_ELSEWHERE)
    return st.one_of(
        st.sampled_from((1, 10, 100)).map(lambda round_: Decimal(largest) / round_),
        _decimals(largest, (0, 2, 2, 4, 8)),
        _decimals(largest, (0, 2)).map(lambda price: -price),
    )


def _positive_prices(currency: str) -> st.SearchStrategy[Decimal]:
    return _prices(currency).map(abs)


def _amounts(prices: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Decimal]:
    """Amounts of money have four decimals at most (CANONICAL 4), unlike unit prices."""
    return prices.map(lambda price: price.quantize(Decimal("0.0001")))


@st.composite
def _amounts_off(draw: st.DrawFn, currency: str) -> Decimal:
    """Small beside the prices, rounded or not to the minor unit; sometimes more than there is."""
    places = -MINOR_UNITS[currency] if draw(st.booleans()) else -2
    share = draw(st.sampled_from((100, 100, 20, 1)))
    amount = draw(_positive_prices(currency)) / share
    return amount.quantize(Decimal(1).scaleb(places))


def _quantities() -> st.SearchStrategy[Decimal]:
    return st.one_of(
        st.integers(0, 60).map(Decimal),
        _decimals(500, (0, 1, 2, 8)),
    )


@st.composite
def _rhythms(draw: st.DrawFn, start: date) -> dict[str, Any]:
    """Billing period, price period, timing and an anchor that CANONICAL defines for them."""
    anchor = draw(st.sampled_from(("start", "start", "calendar", "day", "date")))
    odd = () if anchor == "calendar" else ODD_MONTH_PERIODS
    days = () if anchor == "calendar" else DAY_PERIODS
    periods = st.one_of(
        st.sampled_from(MONTH_PERIODS),
        st.sampled_from(MONTH_PERIODS + odd),
        st.sampled_from(WEEK_PERIODS + days),
    )
    period = draw(periods.filter(lambda text: start.year >= 2023 or parse(text).is_months))
    rhythm: dict[str, Any] = {
        "billing_period": period,
        "price_period": draw(st.one_of(st.just(period), st.sampled_from(PRICE_PERIODS))),
        "billing_timing": draw(st.sampled_from(("in_advance", "in_arrears"))),
        "billing_anchor": anchor,
        "proration": draw(st.sampled_from(PRORATIONS)),
    }
    if anchor == "day":
        rhythm["billing_anchor_day"] = draw(
            st.one_of(st.just(start.day), st.sampled_from((1, 28, 29, 30, 31)), st.integers(1, 31))
        )
    if anchor == "date":
        rhythm["billing_anchor_date"] = draw(
            st.one_of(
                _after(start, -400, -31, -1, 0, 1, 31, 400),
                st.sampled_from(_NASTY_DAYS + _FAR_DAYS),
            )
        )
    return rhythm


@st.composite
def _contracts(draw: st.DrawFn) -> Contract:
    start = draw(_starts())
    currency, invoice_currency = draw(st.sampled_from(CURRENCY_PAIRS))
    fx_rule = draw(st.sampled_from(FX_RULES))
    end = draw(st.one_of(st.none(), _spans().map(lambda span: start + span)))
    status = draw(st.sampled_from(("active",) * 15 + ("cancelled",) * 4 + ("draft",)))
    is_dated = draw(st.sampled_from((True, True, False) if status == "cancelled" else (False,) * 9))
    cancels = st.one_of(
        _after(start, -30, 0, 1, 31, 45, 100, 200, 366, 800, 1100),
        st.dates(max(start, date(2024, 1, 1)), date(2028, 1, 1)),
    )
    known_by = min(start, AS_OF - timedelta(days=40))
    return Contract(
        contract_id="C",
        account_id="C-A",
        customer_id="C-U",
        legal_entity_id="CL",
        currency=currency,
        invoice_currency=invoice_currency,
        fx_rule=fx_rule,
        fx_rate=Decimal("731.123456") if fx_rule == "fixed" else None,
        signed_on=draw(
            st.sampled_from(
                (
                    *(known_by + timedelta(days=days) for days in (-40, -1, -1, 0, 0, 0, 20)),
                    AS_OF,
                    AS_OF + timedelta(days=1),
                )
            )
        ),
        start_date=start,
        end_date=end,
        status=status,
        cancelled_on=draw(cancels) if is_dated else None,
        renewal=draw(st.sampled_from(("none", "auto"))),
    )


@st.composite
def _lines(draw: st.DrawFn, contract: Contract, number: int) -> ContractLine:
    """A line within the contract's term: its own start, and its own, the contract's or no end."""
    last = contract.end_date or date.max
    start = draw(
        _after(contract.start_date, 0, 0, 0, 1, 15, 30, 45).filter(lambda day: day <= last)
    )
    own_ends = _spans().map(lambda span: min(start + span, last))
    model = draw(st.sampled_from(MODELS))
    is_usage, is_tiered = model in USAGE_MODELS, model in TIERED
    rhythms = _rhythms(start)
    if is_usage:
        rhythms = rhythms.filter(lambda rhythm: rhythm["billing_period"] not in SHORT_PERIODS)
    has_quantity = model == "per_unit" or (model in ("flat", "one_time") and draw(st.booleans()))
    line = ContractLine(
        contract_line_id=f"C-L{number}",
        contract_id="C",
        product_id=f"P{number}",
        charge_model=model,
        quantity=draw(_quantities()) if has_quantity else None,
        unit_price=None if is_tiered or model == "milestone" else draw(_prices(contract.currency)),
        start_date=start,
        end_date=draw(st.one_of(st.none(), st.just(contract.end_date), own_ends)),
        tax_rate=draw(st.sampled_from((None, Decimal(0), Decimal("0.19"), Decimal("0.105")))),
        recognition=draw(st.sampled_from(RECOGNITIONS[_recognised_as(model)])),
        recognition_span=draw(st.sampled_from(SPANS)),
        **({} if model in SINGLE else draw(rhythms)),
    )
    if model in SINGLE:
        return line
    minimums = _amounts(_positive_prices(contract.currency))
    included = st.one_of(st.none(), st.just(Decimal(10)), _decimals(40, (0, 2)))
    return dataclasses.replace(
        line,
        price_period=None if is_usage else line.price_period,
        minimum_amount=draw(st.one_of(st.none(), st.none(), minimums)),
        included_quantity=draw(included) if is_usage else None,
    )


def _recognised_as(model: str) -> str:
    return "usage" if model in USAGE_MODELS else model if model in SINGLE else "recurring"


def _is_used(line: ContractLine) -> bool:
    """Metered, or bought beforehand and drawn."""
    return line.charge_model in USAGE_MODELS or line.recognition == "on_usage"


@st.composite
def _bundled(draw: st.DrawFn, line: ContractLine, currency: str) -> ContractLine:
    """A line of the contract's bundle, which mostly says what it costs alone."""
    alone = st.one_of(st.just(Decimal(0)), *[_positive_prices(currency)] * 6)
    priced = draw(st.integers(1, 12)) > 1
    return dataclasses.replace(
        line, bundle_id="B", standalone_price=draw(alone) if priced else None
    )


@st.composite
def _tiers(draw: st.DrawFn, line: ContractLine, currency: str) -> tuple[PriceTier, ...]:
    """One to four tiers that follow one another; the last with a limit that counts for nothing."""
    limits = draw(
        st.lists(st.sampled_from((1, 10, 50, 100, 250, 300)), min_size=1, max_size=4, unique=True)
    )
    bounds: list[Decimal | None] = [Decimal(limit) for limit in sorted(limits)]
    if line.charge_model != "usage_package" and draw(st.booleans()):
        bounds[-1] = None
    flats = st.one_of(st.none(), st.just(Decimal(0)), _amounts(_positive_prices(currency)))
    return tuple(
        PriceTier(
            contract_line_id=line.contract_line_id,
            tier_number=number,
            unit_price=draw(_positive_prices(currency)),
            up_to_quantity=bound,
            flat_amount=draw(flats),
        )
        for number, bound in enumerate(bounds, start=1)
    )


@st.composite
def _amendments(
    draw: st.DrawFn,
    contract: Contract,
    lines: tuple[ContractLine, ...],
    days: list[date],
    number: int,
) -> Amendment:
    """One amendment on one of the contract's few change days, to a new value or the line's own."""
    line = draw(st.sampled_from(lines))
    kinds = ["price", "price", "price"]
    if line.quantity is not None:
        kinds += ["quantity"] * 4
    if contract.status != "cancelled" or contract.cancelled_on is not None:
        kinds += ["cancel"] if draw(st.booleans()) else []
    kinds += ["extend"] + ["pause", "resume"] * (line.charge_model not in SINGLE)
    kind = draw(st.sampled_from(kinds))
    effective = draw(st.sampled_from(days))
    may_be_wide = _may_be_wide(kind, lines)
    is_wide = may_be_wide and draw(st.sampled_from((False, False, True)))
    value: dict[str, Any] = {}
    if kind == "price":
        own = st.just(line.unit_price or Decimal(0))
        value = {"unit_price": draw(st.one_of(_prices(contract.currency), own))}
    elif kind == "quantity":
        value = {"quantity": draw(st.one_of(_quantities(), st.just(line.quantity)))}
    elif kind == "extend":
        end = line.end_date or contract.end_date or contract.start_date + timedelta(days=400)
        value = {"end_date": draw(_after(end, -40, 1, 30, 31, 90, 365))}
    known_by = min(effective, AS_OF - timedelta(days=10))
    signed = st.one_of(
        st.just(contract.signed_on),
        _after(known_by, -20, -1, 0, 0, 10),
        _after(AS_OF, -1, 0, 0, 1),
    )
    return Amendment(
        amendment_id=f"C-M{number}",
        contract_id="C",
        contract_line_id=None if is_wide else line.contract_line_id,
        kind=kind,
        effective_date=effective,
        signed_on=draw(signed),
        **value,
    )


def _may_be_wide(kind: str, lines: tuple[ContractLine, ...]) -> bool:
    """Whether every line may take it: a quantity where each has one, a pause where none is single.

    A price of the whole contract is one of every line's, also of its tiers.
    """
    if kind == "quantity":
        return all(line.quantity is not None for line in lines)
    return kind not in ("pause", "resume") or _none_is_single(lines)


def _none_is_single(lines: tuple[ContractLine, ...]) -> bool:
    return all(line.charge_model not in SINGLE for line in lines)


@st.composite
def _adjustments(
    draw: st.DrawFn,
    contract: Contract,
    lines: tuple[ContractLine, ...],
    days: list[date],
    rise: str,
    number: int,
) -> Adjustment:
    """One window on the change days: of a day, of some months, or without an end.

    `rise` is the contract's one way for prices to rise, so that no line has two.
    """
    line = draw(st.sampled_from(lines))
    kinds = ["free", "percent_discount", "percent_discount", "amount_discount", "amount_discount"]
    if line.charge_model not in SINGLE:
        kinds += ["price", "price", rise, rise, rise]
        kinds += ["quantity"] if line.quantity is not None else []
    kind = draw(st.sampled_from(kinds))
    may_be_wide = {
        "price": _none_is_single(lines),
        "quantity": _none_is_single(lines) and all(one.quantity is not None for one in lines),
    }.get(kind, True)
    is_wide = may_be_wide and draw(st.sampled_from((False, False, True)))
    start = draw(st.one_of(st.sampled_from(days), st.just(line.start_date)))
    spans = st.sampled_from((0, 0, 1, 6, 13, 14, 20, 30, 45, 89, 181, 364, 365, 800))
    ends = spans.map(lambda days_: start + timedelta(days=days_))
    neighbours = [day - timedelta(days=1) for day in days if day > start]
    short = st.sampled_from((0, 6, 13, 30, 45)).map(lambda days_: start + timedelta(days=days_))
    # A contract that is free for ever, or half of one, tells nothing of its other terms.
    lasting = [st.none()] * {rise: 3, "free": 0}.get(kind, 1)
    value: dict[str, Any] = {}
    if kind == "percent_discount":
        value = {"value": draw(st.sampled_from(PERCENTS))}
    elif kind == "amount_discount":
        value = {"value": draw(_amounts_off(contract.currency))}
    elif kind == "price":
        own = st.just(line.unit_price or Decimal(0))
        value = {"value": draw(st.one_of(_prices(contract.currency), own))}
    elif kind == "quantity":
        value = {"value": draw(st.one_of(_quantities(), st.just(line.quantity)))}
    elif kind == "uplift_percent":
        value = {"value": draw(st.sampled_from(UPLIFTS))}
    elif kind == "index":
        value = {
            "index_code": draw(st.sampled_from(INDEX_CODES)),
            "index_lag_months": draw(st.sampled_from((None, None, 0, 1, 2, 13))),
            "cap_percent": draw(st.sampled_from(CAPS)),
            "floor_percent": draw(st.sampled_from(FLOORS)),
        }
    return Adjustment(
        adjustment_id=f"C-J{number}",
        contract_id="C",
        contract_line_id=None if is_wide else line.contract_line_id,
        kind=kind,
        start_date=start,
        end_date=draw(
            short
            if kind == "free"
            else st.one_of(*lasting, ends, *([st.sampled_from(neighbours)] if neighbours else []))
        ),
        **value,
    )


@st.composite
def _milestones(
    draw: st.DrawFn, line: ContractLine, currency: str, days: list[date]
) -> tuple[Milestone, ...]:
    """None to four, several on one day, before the start, after the end, not done or ahead."""
    done = st.one_of(
        st.none(),
        st.sampled_from(days),
        _after(line.start_date, -10, 0, 20, 100),
        _after(AS_OF, -1, 0, 1),
        *([_after(line.end_date, 0, 1, 40)] if line.end_date else []),
    )
    amounts = _amounts(st.one_of(_positive_prices(currency), _prices(currency)))
    return tuple(
        Milestone(
            milestone_id=f"{line.contract_line_id}-S{number}",
            contract_line_id=line.contract_line_id,
            name=f"Stage {number}",
            amount=draw(amounts),
            planned_on=line.start_date,
            completed_on=draw(done),
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    )


@st.composite
def _usage(draw: st.DrawFn, line: ContractLine, days: list[date]) -> tuple[UsageRecord, ...]:
    """Inside and outside the life, around the change days and the as-of date, a few corrections."""
    used = st.one_of(
        st.integers(-5, 700).map(lambda count: line.start_date + timedelta(days=count)),
        _after(line.start_date, -1, 0, 1, 27, 28, 30, 31, 59),
        st.sampled_from(days).flatmap(lambda day: _after(day, -1, 0, 1)),
        _after(AS_OF, -1, 0, 1),
        st.dates(date(2026, 1, 1), date(2026, 7, 5)),
        *([_after(line.end_date, 0, 1)] if line.end_date else []),
    )
    quantities = st.one_of(
        st.sampled_from((1, 10, 50, 51, 100, 250, 300, 310)).map(Decimal),
        _decimals(400, (0, 2, 4)),
        st.just(Decimal(-5)),
    )
    count = draw(st.sampled_from((0, 4, 12, 12, 30)))
    records = draw(st.lists(st.tuples(used, quantities), min_size=count, max_size=count))
    return tuple(
        UsageRecord(f"{line.contract_line_id}-U{number}", line.contract_line_id, on, quantity)
        for number, (on, quantity) in enumerate(records, start=1)
    )


@st.composite
def threads(draw: st.DrawFn) -> Thread:
    """A contract, one to three lines, amendments and windows that share a few change days."""
    contract = draw(_contracts())
    currency = contract.currency
    lines = tuple(
        draw(_lines(contract, number)) for number in range(1, draw(st.integers(1, 3)) + 1)
    )
    if draw(st.sampled_from((False, False, True))):
        lines = tuple(draw(_bundled(line, currency)) for line in lines)
    start = lines[0].start_date
    around = st.one_of(
        _after(start, -40, -1, 0, 1, 14, 15, 16, 30, 31, 59, 90, 200, 365),
        st.integers(1, 900).map(lambda days: start + timedelta(days=days)),
        st.dates(max(start, date(2025, 1, 1)), date(2028, 1, 1)),
        st.sampled_from(_NASTY_DAYS),
        *([_after(contract.end_date, -1, 0, 1)] if contract.end_date else []),
    )
    early = st.integers(1, 200).map(lambda days: start + timedelta(days=days))
    anniversaries = _after(start, 364, 365, 366, 730, 731)
    due = st.dates(date(2025, 10, 1), AS_OF).map(lambda day: max(day, start))
    days = draw(st.lists(st.one_of(around, early, due, anniversaries), min_size=3, max_size=7))
    numbers = range(1, draw(st.sampled_from((0, 1, 2, 3, 3, 6))) + 1)
    amendments = tuple(draw(_amendments(contract, lines, days, number)) for number in numbers)
    rise = draw(st.sampled_from(("uplift_percent", "index")))
    windows = range(1, draw(st.sampled_from((0, 2, 3, 4, 6, 9))) + 1)
    return Thread(
        contract,
        lines,
        amendments,
        tiers=tuple(
            tier
            for line in lines
            if line.charge_model in TIERED
            for tier in draw(_tiers(line, currency))
        ),
        adjustments=tuple(
            draw(_adjustments(contract, lines, days, rise, number)) for number in windows
        ),
        milestones=tuple(
            milestone
            for line in lines
            if line.charge_model == "milestone"
            for milestone in draw(_milestones(line, currency, days))
        ),
        usage=tuple(
            record for line in lines if _is_used(line) for record in draw(_usage(line, days))
        ),
    )


def _renamed(thread: Thread, contract_id: str) -> Thread:
    """The thread under its own id: every id is `C` and what follows it."""

    def rename(record: Any) -> Any:
        ids = {
            field.name: contract_id + value.removeprefix("C")
            for field in dataclasses.fields(record)
            if field.name in _RENAMED and (value := getattr(record, field.name)) is not None
        }
        return dataclasses.replace(record, **ids)

    lists = {
        field.name: tuple(map(rename, getattr(thread, field.name)))
        for field in dataclasses.fields(thread)
        if field.name != "contract"
    }
    return Thread(rename(thread.contract), **lists)


_RENAMED = {
    "contract_id",
    "contract_line_id",
    "amendment_id",
    "adjustment_id",
    "milestone_id",
    "usage_id",
    "account_id",
    "customer_id",
}


def market(as_of: date, seed_: int) -> tuple[ExchangeRate, ...]:
    """Published rates with the holes real ones have, and some dated after the as-of date."""
    random = Random(seed_)
    rates: list[ExchangeRate] = []

    def publish(day: date, pair: str, middle: float, places: int) -> None:
        from_currency, to_currency = pair.split("/")
        value = round(Decimal(str(middle * random.uniform(0.9, 1.1))), places)
        rates.append(ExchangeRate(day, from_currency, to_currency, value))

    day = date(2012, 1, 1)
    while day <= as_of + timedelta(days=20):
        publish(day, "CLF/CLP", 30000, 2)
        if day.weekday() < 5:
            publish(day, "USD/CLP", 800, 4)
            publish(day, "USD/MXN", 18, 6)
            publish(day, "MXN/USD", 0.05, 10)
        if day.day in (1, 15):
            publish(day, "CLP/EUR", 0.001, 9)
        if day < date(2025, 1, 1):
            publish(day, "KWD/USD", 3.25, 5)
        day += timedelta(days=1)
    return tuple(rates)


def indexes(as_of: date, seed_: int) -> tuple[IndexValue, ...]:
    """Monthly values that rise and sometimes fall, with months never published, some ahead."""
    random = Random(seed_)
    values: list[IndexValue] = []
    for code, places in zip(INDEX_CODES, (2, 4), strict=True):
        level, month = 100.0, date(2010, 1, 1)
        while month <= as_of + timedelta(days=100):
            level *= 1 + random.uniform(-0.006, 0.011)
            if random.random() > 0.06:
                values.append(IndexValue(code, month, round(Decimal(str(level)), places)))
            month = plus_months(month.year, month.month, 1, 1)
    return tuple(values)


def _draw_one(seed_: int) -> Thread:
    """One thread, drawn afresh.

    Many examples of one run resemble each other, as Hypothesis varies what it drew before, and
    the first is always the simplest; the last of a run of two is neither.
    """
    drawn: list[Thread] = []

    @seed(seed_)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(threads())
    def collect(thread: Thread) -> None:
        drawn.append(thread)

    collect()
    return drawn[-1]


def draw_batch(count: int, seed_: int) -> Book:
    """`count` contracts as one book: the same for the same count, seed and Hypothesis."""
    seeds = Random(seed_)
    named = [
        _renamed(_draw_one(seeds.getrandbits(64)), f"ORC-{number:05d}")
        for number in range(1, count + 1)
    ]

    def every(name: str) -> tuple[Any, ...]:
        return tuple(record for thread in named for record in getattr(thread, name))

    return Book(
        contracts=tuple(thread.contract for thread in named),
        lines=every("lines"),
        amendments=every("amendments"),
        rates=market(AS_OF, seed_),
        tiers=every("tiers"),
        adjustments=every("adjustments"),
        milestones=every("milestones"),
        usage=every("usage"),
        index_values=indexes(AS_OF, seed_),
    )
