"""The mistakes that CANONICAL 3 lists as causes, made in the terms themselves.

A mistake alters one line's book; what a clerk who read the terms so would have billed is the
oracle's schedule of the altered book. `mistakes_of` makes every mistake that the terms of one
billing period allow, in the order of CANONICAL's groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from tests.oracle.amounts import CHARGE_MODELS as RECURRING_MODELS
from tests.oracle.clauses import clauses_by_line
from tests.oracle.durations import parse, plus_months
from tests.oracle.money import MINOR_UNITS, rounded
from tests.oracle.prices import RISES, anniversaries
from tests.oracle.proration import DEFAULT as DEFAULT_PRORATION
from tests.oracle.rates import DEFAULT_RULE, RateTable
from tests.oracle.records import Adjustment, Amendment, Book, ContractLine, ScheduleRow
from tests.oracle.schedule import Span, line_schedule
from tests.planted.clerk import BilledPeriod, amount_on

DAY = timedelta(days=1)
DISCOUNTS = ("percent_discount", "amount_discount")
STEPS = ("price", "quantity")
APPLIED = ("price", "quantity", "pause", "resume", "cancel")
DAY_COUNTS = ("actual", "actual_month", "thirty_360", "fixed_30", "actual_365")


@dataclass(frozen=True)
class Mistake:
    """Terms as somebody misread them: another book, another rate, or the tax taken for net."""

    cause: str
    alter: Callable[[Book], Book] = lambda book: book
    rate: Fraction | None = None
    is_tax_included: bool = False


@dataclass(frozen=True)
class Case:
    """One billing period with all that is agreed about its line, and the market."""

    book: Book
    period: BilledPeriod
    rates: RateTable
    as_of: date
    company: Book
    # Whether the customer is owed something that it may keep back from a payment.
    is_owed: bool

    @property
    def line(self) -> ContractLine:
        """The line, as signed."""
        return self.period.line

    @property
    def start(self) -> date:
        """The first day of the billing period."""
        return self.period.rows[0].billing_period_start

    @property
    def until(self) -> date:
        """The first day after it."""
        return self.period.rows[0].billing_period_end + DAY

    @cached_property
    def span(self) -> Span:
        """The rows of the period, whenever they are billed."""
        return Span(date.max, self.start, self.start)

    @property
    def charged(self) -> list[ScheduleRow]:
        """The period's rows without a true-up."""
        return [row for row in self.period.rows if row.charge_kind != "minimum_true_up"]

    @cached_property
    def tolerance(self) -> Decimal:
        """One minor unit of either currency, whichever is more (CANONICAL 3)."""
        rate = self.rate_on_issue or max(
            (row.exchange_rate for row in self.period.rows if row.exchange_rate), default=Fraction()
        )
        invoice, contract = (
            Fraction(1, 10 ** MINOR_UNITS[currency])
            for currency in (self.period.document.currency, self.period.contract.currency)
        )
        if self.rate_on_issue and self.period.contract.currency != self.period.document.currency:
            # Rounded row by row, and turned back as one sum.
            invoice *= (len(self.period.rows) + 1) // 2
        exact = max(invoice, contract * rate)
        return Decimal(exact.numerator) / Decimal(exact.denominator)

    @cached_property
    def rate_on_issue(self) -> Fraction | None:
        """The rate of the document's day, where the contract converts at that day."""
        contract, document = self.period.contract, self.period.document
        if (contract.fx_rule or DEFAULT_RULE) != "issue_date":
            return None
        return self.rates.on(document.issue_date, contract.currency, document.currency)

    def amount(self, mistake: Mistake) -> Decimal | None:
        """What the period comes to under the mistake; None where a rate or price is missing."""
        [clauses] = clauses_by_line(mistake.alter(self.book), self.as_of).values()
        rows = [
            row
            for row in line_schedule(clauses, self.rates, self.as_of, self.span)
            if row.billing_period_start == self.start
        ]
        issue, contract = self.period.document.issue_date, self.period.contract
        if mistake.rate is not None:
            currency = self.period.document.currency
            return sum(
                (rounded(Fraction(row.net_amount) * mistake.rate, currency) for row in rows),
                Decimal(0),
            )
        net = amount_on(issue, rows, contract, self.rates)
        if net is not None and mistake.is_tax_included:
            rate = Fraction(self.line.tax_rate or 0)
            net += sum(
                (
                    rounded(Fraction(amount) * rate, self.period.document.currency)
                    for row in rows
                    if (amount := amount_on(issue, [row], contract, self.rates)) is not None
                ),
                Decimal(0),
            )
        return net


def of_line(book: Book, line: ContractLine) -> Book:
    """What the book holds about one line, and the market."""
    mine = (None, line.contract_line_id)
    is_indexed = any(
        one.kind == "index" and one.contract_id == line.contract_id for one in book.adjustments
    )
    return replace(
        book,
        index_values=book.index_values if is_indexed else (),
        contracts=tuple(one for one in book.contracts if one.contract_id == line.contract_id),
        lines=(line,),
        **{
            name: tuple(
                one
                for one in getattr(book, name)
                if one.contract_id == line.contract_id and one.contract_line_id in mine
            )
            for name in ("amendments", "adjustments")
        },
        **{
            name: tuple(
                one for one in getattr(book, name) if one.contract_line_id == line.contract_line_id
            )
            for name in ("tiers", "milestones", "usage")
        },
    )


def _line(**terms: object) -> Callable[[Book], Book]:
    """Alter the line's own terms."""

    def alter(book: Book) -> Book:
        [line] = book.lines
        return replace(book, lines=(replace(line, **terms),))  # type: ignore[arg-type]

    return alter


def _without(*clauses: Adjustment | Amendment) -> Callable[[Book], Book]:
    """Leave clauses out."""

    def alter(book: Book) -> Book:
        return replace(
            book,
            adjustments=tuple(one for one in book.adjustments if one not in clauses),
            amendments=tuple(one for one in book.amendments if one not in clauses),
        )

    return alter


def _instead(old: Adjustment, *new: Adjustment) -> Callable[[Book], Book]:
    """Put windows in the place of one."""

    def alter(book: Book) -> Book:
        kept = tuple(one for one in book.adjustments if one.adjustment_id != old.adjustment_id)
        return replace(book, adjustments=(*kept, *new))

    return alter


def _in_turn(*steps: Callable[[Book], Book]) -> Callable[[Book], Book]:
    def alter(book: Book) -> Book:
        for step in steps:
            book = step(book)
        return book

    return alter


def together(first: Mistake, second: Mistake) -> Mistake:
    """Two mistakes made at once."""
    return Mistake(
        first.cause,
        _in_turn(first.alter, second.alter),
        first.rate if first.rate is not None else second.rate,
        first.is_tax_included or second.is_tax_included,
    )


def _held(kind: str) -> Callable[[Book], Book]:
    """Nothing changes a price, or a quantity, any more: the line's own holds all along."""
    kinds = {"price": ("price", *RISES), "quantity": ("quantity",)}[kind]

    def alter(book: Book) -> Book:
        return replace(
            book,
            adjustments=tuple(one for one in book.adjustments if one.kind not in kinds),
            amendments=tuple(one for one in book.amendments if one.kind != kind),
        )

    return alter


def _price(price: Decimal) -> Callable[[Book], Book]:
    return _in_turn(_held("price"), _line(unit_price=price))


def _quantity(quantity: Decimal) -> Callable[[Book], Book]:
    return _in_turn(_held("quantity"), _line(quantity=quantity))


def _in_force(case: Case, kinds: Iterable[str]) -> list[Adjustment]:
    """Windows of the kinds that hold some day of the period."""
    return [
        one
        for one in case.book.adjustments
        if one.kind in kinds
        and one.start_date < case.until
        and (one.end_date is None or one.end_date >= case.start)
    ]


def _left_out(case: Case, cause: str, *kinds: str) -> Iterator[Mistake]:
    """Any one of the windows in force, or all of them."""
    windows = _in_force(case, kinds)
    for one in windows:
        yield Mistake(cause, _without(one))
    if len(windows) > 1:
        yield Mistake(cause, _without(*windows))


def _ended(case: Case, kinds: Iterable[str]) -> list[Adjustment]:
    """Windows of the kinds that were over before the period was."""
    return [
        one
        for one in case.book.adjustments
        if one.kind in kinds and one.end_date is not None and one.end_date + DAY < case.until
    ]


def _extended(case: Case, cause: str, *kinds: str) -> Iterator[Mistake]:
    """A window that is over, applied all the same."""
    for one in _ended(case, kinds):
        yield Mistake(cause, _instead(one, replace(one, end_date=None)))


def _free_too_long(case: Case) -> Iterator[Mistake]:
    """A free window without an end, or of one to three months more."""
    yield from _extended(case, "free_period_extended", "free")
    for one in _ended(case, ("free",)):
        for months in (1, 2, 3):
            ended = (one.end_date or date.max) + DAY
            until = plus_months(ended.year, ended.month, months, ended.day)
            if until > case.start:
                longer = replace(one, end_date=until - DAY)
                yield Mistake("free_period_extended", _instead(one, longer))


def _steps_missed(case: Case) -> Iterator[Mistake]:
    """A step left out, one kept too long, or the one before going on in its place."""
    yield from _left_out(case, "missed_ramp", *STEPS)
    yield from _extended(case, "missed_ramp", *STEPS)
    for step in _in_force(case, STEPS):
        before = [
            one
            for one in case.book.adjustments
            if one.kind == step.kind and one.end_date is not None and one.end_date < step.start_date
        ]
        if before:
            last = max(before, key=lambda one: (one.end_date, one.adjustment_id))
            goes_on = _instead(last, replace(last, end_date=None))
            yield Mistake("missed_ramp", _in_turn(_without(step), goes_on))


def _anniversaries_missed(case: Case) -> Iterator[Mistake]:
    """An anniversary that raised nothing, or it and all that followed."""
    for window in case.book.adjustments:
        if window.kind not in RISES:
            continue
        cause = "missed_index" if window.kind == "index" else "missed_uplift"
        for day in anniversaries(case.line.start_date, case.until):
            if day < window.start_date or (window.end_date and day > window.end_date):
                continue
            before = replace(window, end_date=day - DAY)
            after = replace(window, adjustment_id=f"{window.adjustment_id}+", start_date=day + DAY)
            has_begun = [before] if before.start_date < day else []
            goes_on = [after] if window.end_date is None or window.end_date > day else []
            yield Mistake(cause, _instead(window, *has_begun, *goes_on))
            yield Mistake(cause, _instead(window, *has_begun))


def _amendments_missed(case: Case) -> Iterator[Mistake]:
    """Any one amendment that had begun, or all of them."""
    begun = [
        one
        for one in case.book.amendments
        if one.kind in APPLIED and one.effective_date <= case.until and one.signed_on <= case.as_of
    ]
    for one in begun:
        yield Mistake("amendment_not_applied", _without(one))
    if len(begun) > 1:
        every = [one for one in case.book.amendments if one.kind in APPLIED]
        yield Mistake("amendment_not_applied", _without(*every))


def _minimum_missed(case: Case) -> Iterator[Mistake]:
    if len(case.charged) < len(case.period.rows):
        yield Mistake("minimum_not_applied", _line(minimum_amount=None))


def _is_partial(case: Case) -> bool:
    """Whether some row of the period is charged for a part of it."""
    if case.line.charge_model not in ("flat", "per_unit"):
        return False
    return len(case.charged) > 1 or case.amount(Mistake("", _line(proration="none"))) != (
        case.amount(Mistake("", _line(proration="full")))
    )


def _not_prorated(case: Case) -> Iterator[Mistake]:
    """The whole period charged, uncut; or at the terms of one of its later parts."""
    rows = case.charged
    if not _is_partial(case):
        return
    if len(rows) == 1:
        yield Mistake("not_prorated", _line(proration="full"))
    amended = [one for one in case.book.amendments if one.kind not in ("cancel", "extend")]
    for quantity, price in {(row.quantity, row.unit_price) for row in rows[1:]}:
        if (quantity, price) != (rows[0].quantity, rows[0].unit_price) and price is not None:
            alter = _in_turn(_without(*amended), _held("price"), _held("quantity"))
            alter = _in_turn(alter, _line(unit_price=price, quantity=quantity, proration="full"))
            yield Mistake("not_prorated", alter)


def _other_index(case: Case) -> Iterator[Mistake]:
    """Another index, or another month of it, up to six before the anniversary."""
    codes = {one.index_code for one in case.book.index_values}
    for window in case.book.adjustments:
        if window.kind == "index" and window.start_date < case.until:
            for code in codes:
                for lag in range(7):
                    other = replace(window, index_code=code, index_lag_months=lag)
                    if (code, lag) != (window.index_code, _lag(window)):
                        yield Mistake("wrong_index", _instead(window, other))


def _lag(window: Adjustment) -> int:
    return 1 if window.index_lag_months is None else window.index_lag_months


def _other_day_count(case: Case) -> Iterator[Mistake]:
    if _is_partial(case):
        for convention in DAY_COUNTS:
            if convention != (case.line.proration or DEFAULT_PRORATION):
                yield Mistake("wrong_day_count", _line(proration=convention))


def _other_tier(case: Case) -> Iterator[Mistake]:
    """All usage at one tier's price, or the tiers read the other way."""
    model = case.line.charge_model
    for tier in case.book.tiers:
        one_price = _in_turn(_price(tier.unit_price), _line(charge_model="usage_per_unit"))
        yield Mistake("wrong_tier", _in_turn(one_price, lambda book: replace(book, tiers=())))
    other = {"usage_graduated": "usage_volume", "usage_volume": "usage_graduated"}.get(model)
    if other:
        yield Mistake("wrong_tier", _line(charge_model=other))


def _other_rhythm(case: Case) -> Iterator[Mistake]:
    """The price of a month, quarter, half or year for another period."""
    line = case.line
    if line.charge_model not in RECURRING_MODELS or not (line.billing_period and line.price_period):
        return
    period, priced = parse(line.billing_period), parse(line.price_period)
    if period.is_months and priced.is_months:
        for months in (1, 3, 6, 12):
            if months != period.count:
                yield Mistake("wrong_billing_period", _scaled(Fraction(months, period.count)))


def _scaled(factor: Fraction) -> Callable[[Book], Book]:
    """Every price times a factor, to 24 decimals: closer than any tolerance."""

    def scaled(price: Decimal | None) -> Decimal | None:
        return None if price is None else price * factor.numerator / factor.denominator

    def alter(book: Book) -> Book:
        return replace(
            book,
            lines=tuple(replace(one, unit_price=scaled(one.unit_price)) for one in book.lines),
            amendments=tuple(
                replace(one, unit_price=scaled(one.unit_price)) for one in book.amendments
            ),
            adjustments=tuple(
                replace(one, value=scaled(one.value)) if one.kind == "price" else one
                for one in book.adjustments
            ),
        )

    return alter


def _not_converted(case: Case) -> Iterator[Mistake]:
    if case.period.contract.currency != case.period.document.currency:
        yield Mistake("not_converted", rate=Fraction(1))


def _tax_in_net(case: Case) -> Iterator[Mistake]:
    if case.line.tax_rate:
        yield Mistake("tax_in_net", is_tax_included=True)


def _earlier(case: Case, field: str) -> set[Decimal]:
    """Values of a row's field that were in force before the period, the signed one among them."""
    [clauses] = clauses_by_line(case.book, case.as_of).values()
    rows = line_schedule(clauses, case.rates, case.as_of, Span(case.until))
    values = {getattr(row, field) for row in rows if row.period_start < case.start}
    if case.line.start_date < case.start:
        values.add(getattr(case.line, field))
    return {value for value in values if value is not None}


def _old_price(case: Case) -> Iterator[Mistake]:
    if case.line.charge_model in ("flat", "per_unit"):
        for price in _earlier(case, "unit_price"):
            yield Mistake("old_price", _price(price))


def _old_quantity(case: Case) -> Iterator[Mistake]:
    if case.line.charge_model == "per_unit":
        for quantity in _earlier(case, "quantity"):
            yield Mistake("old_quantity", _quantity(quantity))


def _other_day(case: Case) -> Iterator[Mistake]:
    """Any rate published in the 60 days before the issue to 10 after."""
    contract, document = case.period.contract, case.period.document
    if contract.currency == document.currency:
        return
    pair = (contract.currency, document.currency)
    for one in case.book.rates:
        if timedelta(days=-60) <= one.rate_date - document.issue_date <= timedelta(days=10):
            if one.rate_date > case.as_of:
                continue
            if (one.from_currency, one.to_currency) == pair:
                yield Mistake("wrong_rate_date", rate=Fraction(one.rate))
            elif (one.to_currency, one.from_currency) == pair:
                yield Mistake("wrong_rate_date", rate=1 / Fraction(one.rate))


GROUPS: tuple[tuple[Callable[[Case], Iterator[Mistake]], ...], ...] = (
    (
        lambda case: _left_out(case, "free_period_billed", "free"),
        _free_too_long,
        _steps_missed,
        _anniversaries_missed,
        lambda case: _left_out(case, "discount_not_applied", *DISCOUNTS),
        lambda case: _extended(case, "discount_expired", *DISCOUNTS),
        _amendments_missed,
        _minimum_missed,
        _not_prorated,
    ),
    (_other_index, _other_day_count, _other_tier, _other_rhythm, _not_converted, _tax_in_net),
    (_old_price, _old_quantity),
    (_other_day,),
)


def mistakes_of(case: Case) -> Iterator[list[Mistake]]:
    """Every mistake that the period's terms allow, group by group."""
    for group in GROUPS:
        yield [mistake for kind in group for mistake in kind(case)]
