"""Revenue earned by contract line and month, from the schedule's rows and the agreement's versions.

Data flow: rows of the schedule → pieces (what is earned, over which days, by which measure); lines
with one price for a whole term, or sold as a bundle → even shares in the place of their rows →
amounts to date, rounded → months.

Rules: CANONICAL 2, Recognition; IFRS 15.18 to 21 (amendments) and 76 to 90 (allocation). Documents
are not known here: credit notes, which lower the price, are no part of a book.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.oracle.clauses import Clauses, clauses_by_line
from tests.oracle.durations import last_day, plus_months
from tests.oracle.life import cancelled_from, is_billable, life_of
from tests.oracle.money import MINOR_UNITS, rounded
from tests.oracle.rates import RateTable
from tests.oracle.records import Book, ContractLine, ScheduleRow
from tests.oracle.schedule import Span, horizon_of, line_schedule

FIXED = frozenset({"flat", "per_unit", "one_time"})
ONE_DAY = timedelta(days=1)
Month = tuple[int, int]
# None where a rate is missing: what was earned is not known, which is not zero.
Revenue = dict[str, dict[Month, Decimal] | None]


@dataclass(frozen=True)
class Piece:
    """An amount and how it is earned; `until` is the first day after."""

    amount: Decimal | None
    start: date
    until: date
    method: str
    quantity: Decimal | None = None


@dataclass(frozen=True)
class Version:
    """The agreement on a line from a day on: its rows over the whole term, in invoice currency."""

    effective_on: date
    until: date
    rows: tuple[ScheduleRow, ...]
    amounts: tuple[Decimal | None, ...]

    @property
    def total(self) -> Decimal:
        """What the term costs as this version has it."""
        return sum((amount or Decimal(0) for amount in self.amounts), Decimal(0))


def position(day: date, method: str) -> Fraction:
    """How far the start of a day lies, in days, or in months of which a part counts by its days."""
    if method == "monthly":
        return day.year * 12 + day.month + Fraction(day.day - 1, last_day(day.year, day.month))
    return Fraction(day.toordinal())


def _term_end(clauses: Clauses) -> date | None:
    """The last day of the first term, extended; a cancel does not move it."""
    endless = dataclasses.replace(clauses.contract, renewal="none", cancelled_on=None)
    kept = [one for one in clauses.amendments if one.kind != "cancel"]
    until = life_of(endless, clauses.line, kept).until
    return None if until == date.max else until - ONE_DAY


def _pieces(row: ScheduleRow, clauses: Clauses, amount: Decimal | None) -> Piece:
    """How a row of the schedule is earned: as its line says, else by what is charged."""
    says, kind = clauses.line.recognition, row.charge_kind
    start, until = row.period_start, row.period_end + ONE_DAY
    if kind == "milestone":
        return Piece(amount, start, until, "daily")
    default = {"usage": "on_usage", "one_time": "on_start"}
    method = says or default.get(kind, "daily")
    if kind == "one_time":
        end = _term_end(clauses)
        gone = cancelled_from(clauses.contract, clauses.amendments)
        ends = [day for day in (end and end + ONE_DAY, gone) if day and day != date.max]
        until = max([until, *([min(ends)] if ends else [])])
    if method == "on_usage":
        if kind == "usage":
            return Piece(amount, start, until, "metered")
        drawn = row.quantity is not None and row.quantity > 0
        return Piece(amount, start, until, "drawn" if drawn else "daily", row.quantity)
    if method == "on_start":
        return Piece(amount, start, start + ONE_DAY, "daily")
    if method == "on_completion":
        return Piece(amount, until - ONE_DAY, until, "daily")
    return Piece(amount, start, until, method)


def _share(piece: Piece, until: date, clauses: Clauses) -> Fraction:
    """The share of a piece that is earned before `until`."""
    used = [one for one in clauses.usage if piece.start <= one.used_on < piece.until]
    to_date = sum((one.quantity for one in used if one.used_on < until), Decimal(0))
    if piece.method == "metered" and (total := sum(one.quantity for one in used)) > 0:
        return Fraction(to_date) / Fraction(total)
    if piece.method == "drawn" and piece.quantity:
        if until >= piece.until:
            return Fraction(1)
        return Fraction(min(to_date, piece.quantity)) / Fraction(piece.quantity)
    first = position(piece.start, piece.method)
    passed = position(min(until, piece.until), piece.method) - first
    return passed / (position(piece.until, piece.method) - first)


def _months(start: date, last: date) -> Iterator[Month]:
    for number in range(start.year * 12 + start.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _earned(
    pieces: Iterable[Piece], clauses: Clauses, currency: str, as_of: date
) -> dict[Month, Decimal] | None:
    """Month by month what the pieces earn by the as-of date, each rounded to date."""
    earned: dict[Month, Decimal] = defaultdict(Decimal)
    for piece in pieces:
        if piece.start > as_of:
            continue
        if piece.amount is None:
            return None
        before = Decimal(0)
        for year, month in _months(piece.start, min(piece.until - ONE_DAY, as_of)):
            until = min(plus_months(year, month, 1, 1), as_of + ONE_DAY)
            share = _share(piece, until, clauses)
            to_date = rounded(Fraction(piece.amount) * share, currency)
            earned[year, month] += to_date - before
            before = to_date
    return earned


def _as_agreed_on(clauses: Clauses, day: date, line: ContractLine) -> Clauses:
    """What was agreed of a line on a day, for its term alone; an index is variable."""
    gone = cancelled_from(clauses.contract, clauses.amendments)
    return dataclasses.replace(
        clauses,
        contract=dataclasses.replace(
            clauses.contract, renewal="none", cancelled_on=gone if gone <= day else None
        ),
        line=dataclasses.replace(line, minimum_amount=None),
        amendments=tuple(
            one
            for one in clauses.amendments
            if one.effective_date <= max(day, clauses.line.start_date) and one.kind != "cancel"
        ),
        adjustments=tuple(one for one in clauses.adjustments if one.kind != "index"),
    )


def _version(clauses: Clauses, day: date, table: RateTable, as_of: date) -> Version:
    agreed = _as_agreed_on(clauses, day, clauses.line)
    until = life_of(agreed.contract, agreed.line, agreed.amendments).until
    rows, amounts = _priced(agreed, table, as_of)
    return Version(day, until, rows, amounts)


def _priced(
    agreed: Clauses, table: RateTable, as_of: date
) -> tuple[tuple[ScheduleRow, ...], tuple[Decimal | None, ...]]:
    """The term's rows, and their amounts at the rate of the line's first day."""
    contract = agreed.contract
    into = contract.invoice_currency or contract.currency
    rate = (
        Fraction(contract.fx_rate)
        if contract.fx_rule == "fixed" and contract.fx_rate and into != contract.currency
        else table.on(agreed.line.start_date, contract.currency, into)
    )
    rows = tuple(line_schedule(agreed, table, as_of, Span(date.max)))
    return rows, tuple(
        None if rate is None else rounded(Fraction(row.net_amount) * rate, into) for row in rows
    )


def _versions(clauses: Clauses, table: RateTable, as_of: date) -> list[Version]:
    """As first agreed, and from the day of each amendment of the term, or of its cancel, on."""
    start = clauses.line.start_date
    if clauses.line.charge_model == "one_time":
        return [_version(clauses, start, table, as_of)]
    days = {one.effective_date for one in clauses.amendments if one.kind != "cancel"}
    days.add(cancelled_from(clauses.contract, clauses.amendments))
    changed = sorted(day for day in days if start < day < date.max)
    days_told, before = [start], start
    for day in changed:
        # What is agreed when the term is over is another agreement, unless it moves the end.
        if day <= max(_agreed_until(clauses, day), _agreed_until(clauses, before)):
            days_told.append(day)
        before = day
    return [_version(clauses, day, table, as_of) for day in days_told]


def _agreed_until(clauses: Clauses, day: date) -> date:
    """The first day after the term, as it was agreed on a day, cancelled or not."""
    agreed = _as_agreed_on(clauses, day, clauses.line)
    contract = dataclasses.replace(agreed.contract, cancelled_on=None)
    return life_of(contract, agreed.line, agreed.amendments).until


def _alone(clauses: Clauses, table: RateTable, as_of: date) -> Decimal:
    """What the line would cost alone over its term, at its quantity and without discounts."""
    start = clauses.line.start_date
    line = dataclasses.replace(clauses.line, unit_price=clauses.line.standalone_price)
    agreed = _as_agreed_on(clauses, start, line)
    agreed = dataclasses.replace(
        agreed,
        amendments=tuple(one for one in agreed.amendments if one.kind != "price"),
        adjustments=tuple(one for one in agreed.adjustments if one.kind == "quantity"),
    )
    _, amounts = _priced(agreed, table, as_of)
    return sum((amount or Decimal(0) for amount in amounts), Decimal(0))


def _allocated(
    members: dict[str, Clauses], firsts: dict[str, Version], table: RateTable, as_of: date
) -> dict[str, Decimal]:
    """The bundle's price by what each part costs alone, largest remainder first."""
    price = sum((first.total for first in firsts.values()), Decimal(0))
    currency = next(iter(members.values())).contract
    places = MINOR_UNITS[currency.invoice_currency or currency.currency]
    weights = {name: Fraction(_alone(one, table, as_of)) for name, one in members.items()}
    if not any(weights.values()):
        weights = dict.fromkeys(members, Fraction(1))
    units, whole = Fraction(abs(price)).limit_denominator() * 10**places, sum(weights.values())
    shares = {name: units * weight / whole for name, weight in weights.items()}
    floors = {name: int(share) for name, share in shares.items()}
    left = int(units) - sum(floors.values())
    by_remainder = sorted(members, key=lambda name: (floors[name] - shares[name], name))
    for name in by_remainder[:left]:
        floors[name] += 1
    sign = -1 if price < 0 else 1
    return {name: Decimal(sign * floors[name]).scaleb(-places) for name in members}


def _spread(
    versions: list[Version], allocated: Decimal, method: str, currency: str
) -> Iterator[Piece]:
    """Even shares: of each version what is left, over what is left of its term."""
    first, starts = versions[0], [versions[0].effective_on]
    periods: dict[date, date] = {}
    for row in (row for version in versions for row in version.rows):
        known_until = periods.get(row.billing_period_start, date.min)
        periods[row.billing_period_start] = max(known_until, row.billing_period_end + ONE_DAY)
    # A version that goes on with a term that was over goes on from its end.
    for earlier, version in itertools.pairwise(versions):
        starts.append(min(earlier.until, version.effective_on))
    before = Decimal(0)
    for version, start, following in zip(versions, starts, [*starts[1:], date.max], strict=True):
        in_all = allocated + version.total - first.total
        until = version.until
        if until <= start:
            yield Piece(in_all - before, start, start + ONE_DAY, method)
            before = in_all
            continue
        until_next = min(until, following)

        def to_date(
            day: date,
            start: date = start,
            until: date = until,
            in_all: Decimal = in_all,
            before: Decimal = before,
        ) -> Decimal:
            share = (position(day, method) - position(start, method)) / (
                position(until, method) - position(start, method)
            )
            return before + rounded(Fraction(in_all - before) * share, currency)

        for period_start, period_until in sorted(periods.items()):
            begins, ends = max(start, period_start), min(until_next, period_until)
            if begins < ends:
                yield Piece(to_date(ends) - to_date(begins), begins, ends, method)
        before = to_date(until_next)


def _obligations(known: dict[str, Clauses]) -> list[dict[str, Clauses]]:
    """The lines of one bundle together, and each line with one price for its term alone."""
    fixed = {
        name: one
        for name, one in known.items()
        if one.line.charge_model in FIXED
        and not life_of(one.contract, one.line, one.amendments).is_empty
    }
    bundles: dict[tuple[str, str], dict[str, Clauses]] = defaultdict(dict)
    for name, one in fixed.items():
        if one.line.bundle_id:
            bundles[one.contract.contract_id, one.line.bundle_id][name] = one
    found = [members for members in bundles.values() if _is_allocated(members)]
    bundled = {name for members in found for name in members}
    return found + [
        {name: one}
        for name, one in fixed.items()
        if name not in bundled
        and one.line.recognition_span == "term"
        and one.line.charge_model != "one_time"
        and _term_end(one)
    ]


def _is_allocated(members: dict[str, Clauses]) -> bool:
    """Two parts or more, each with an end and with what it costs alone."""
    prices = [one.line.standalone_price for one in members.values()]
    return (
        len(members) > 1
        and all(one.line.charge_model == "one_time" or _term_end(one) for one in members.values())
        and None not in prices
        and any(prices)
    )


def _replacing(
    members: dict[str, Clauses], table: RateTable, as_of: date
) -> dict[str, list[Piece]]:
    """The pieces that an obligation adds to those of its lines' rows."""
    versions = {name: _versions(one, table, as_of) for name, one in members.items()}
    firsts = {name: of_line[0] for name, of_line in versions.items()}
    is_unknown = any(
        None in version.amounts for of_line in versions.values() for version in of_line
    )
    allocated = (
        _allocated(members, firsts, table, as_of)
        if len(members) > 1
        else {name: first.total for name, first in firsts.items()}
    )
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for name, one in members.items():
        currency = one.contract.invoice_currency or one.contract.currency
        first, last = versions[name][0], versions[name][-1]
        if is_unknown:
            pieces[name].append(Piece(None, first.effective_on, date.max, "daily"))
        elif one.line.charge_model == "one_time":
            moved = allocated[name] - first.total
            pieces[name] += [_pieces(row, one, moved) for row in last.rows]
        else:
            method = "monthly" if one.line.recognition == "monthly" else "daily"
            pieces[name] += [
                _pieces(row, one, -(amount or Decimal(0)))
                for row, amount in zip(last.rows, last.amounts, strict=True)
            ]
            pieces[name] += _spread(versions[name], allocated[name], method, currency)
    return pieces


def recognised_revenue(book: Book, as_of: date) -> Revenue:
    """What every line has earned by the as-of date, by month, in its invoice currency."""
    table = RateTable(book.rates, as_of)
    known = {
        name: one
        for name, one in clauses_by_line(book, as_of).items()
        if is_billable(one.contract, as_of) and one.is_priced
    }
    pieces = {
        name: [
            _pieces(row, one, row.invoice_net_amount)
            for row in line_schedule(one, table, as_of, Span(date.max, begins_by=horizon_of(as_of)))
        ]
        for name, one in known.items()
    }
    for members in _obligations(known):
        for name, added in _replacing(members, table, as_of).items():
            pieces[name] += added
    return {
        name: _earned(
            pieces[name], one, one.contract.invoice_currency or one.contract.currency, as_of
        )
        for name, one in known.items()
    }
