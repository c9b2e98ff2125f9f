"""Makes statements of the bank lines of tables: one per account, in the order that money moved.

Data flow: bank lines → by account (and currency, where balances are stated) → the order that the
running balance proves → opening and closing balance → `Statement` with what does not add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from ingestion.formats.cells import amount_reader
from ingestion.formats.profile import TableProfile
from ingestion.formats.statement import (
    ZERO,
    Statement,
    StatementWarning,
    totals_warning,
)
from ingestion.formats.table_lines import TableLine, TableLines


def statements_of(
    table: TableLines, profile: TableProfile, noted: tuple[StatementWarning, ...]
) -> tuple[Statement, ...]:
    """Every statement of the table; none where it holds neither a line nor an account."""
    groups: dict[tuple[str, str | None], list[TableLine]] = {}
    has_balances = any(line.balance is not None for line in table.lines)
    for line in table.lines:
        # A running balance is of one currency; without it the lines are one list.
        key = line.account_number, line.currency if has_balances else None
        groups.setdefault(key, []).append(line)
    if not groups and table.account_number:
        groups[table.account_number, table.currency] = []
    # Titles are of one account: where the table holds several, whose they are is not known.
    titled = table if len(groups) == 1 else None
    return tuple(_statement(lines, table, titled, profile, noted) for lines in groups.values())


def _statement(
    lines: list[TableLine],
    table: TableLines,
    titled: TableLines | None,
    profile: TableProfile,
    noted: tuple[StatementWarning, ...],
) -> Statement:
    lines, broken = _in_order(lines)
    currencies = {line.currency for line in lines} or {table.currency}
    currency = next(iter(currencies)) if len(currencies) == 1 else None
    account = lines[0].account_number if lines else table.account_number
    opening, closing = _balances(lines, titled, profile) if currency else (None, None)
    days = [line.transaction.booked_on for line in lines if line.transaction.booked_on]
    period = table.period
    first = (period.start if period else None) or min(days, default=None)
    last = max(days, default=period.end if period else None)
    unstated = (StatementWarning("bank_account_unstated", profile.name),) * (not account)
    return Statement(
        format=profile.name,
        kind=_kind(profile, opening, closing),
        account_number=account,
        currency=currency,
        from_date=first,
        to_date=last,
        opening_balance=opening,
        opening_on=_day(first, opening),
        closing_balance=closing,
        closing_on=_day(last, closing),
        transactions=tuple(line.transaction for line in lines),
        noted=(
            *noted,
            *unstated,
            *table.noted,
            *broken,
            *(_totals(lines, titled, profile) if titled else ()),
        ),
    )


def _day(day: date | None, balance: Decimal | None) -> date | None:
    return day if balance is not None else None


def _kind(profile: TableProfile, opening: Decimal | None, closing: Decimal | None) -> str:
    """A table that states no balance promises none: it is a list of movements."""
    if profile.kind == "statement" and opening is None and closing is None:
        return "movements"
    return profile.kind


def _in_order(lines: list[TableLine]) -> tuple[list[TableLine], tuple[StatementWarning, ...]]:
    """The lines from old to new, and where their running balance breaks."""
    as_they_stand = list(_breaks(lines))
    if not as_they_stand and not _falls(lines):
        return lines, ()
    turned = lines[::-1]
    the_other_way = list(_breaks(turned))
    if len(the_other_way) < len(as_they_stand) or (
        len(the_other_way) == len(as_they_stand) and _falls(lines) and _has_balance(lines)
    ):
        lines, as_they_stand = turned, the_other_way
    return lines, tuple(
        StatementWarning("bank_running_balance_broken", f"{line.line_number}: {line.balance:f}")
        for line in as_they_stand
    )


def _breaks(lines: Sequence[TableLine]) -> Iterator[TableLine]:
    """Every line whose balance does not follow from the last one stated."""
    expected: Decimal | None = None
    for line in lines:
        if expected is not None and not line.transaction.is_pending:
            expected += line.transaction.amount
        if line.balance is not None:
            if expected is not None and expected != line.balance:
                yield line
            expected = line.balance


def _falls(lines: Sequence[TableLine]) -> bool:
    """Whether the days go from new to old."""
    if not lines:
        return False
    first, last = lines[0].transaction.booked_on, lines[-1].transaction.booked_on
    return first is not None and last is not None and first > last


def _has_balance(lines: Sequence[TableLine]) -> bool:
    return any(line.balance is not None for line in lines)


def _balances(
    lines: Sequence[TableLine], titled: TableLines | None, profile: TableProfile
) -> tuple[Decimal | None, Decimal | None]:
    """Opening and closing: what titles or columns state, else what the running balance gives."""
    if profile.kind != "statement":
        return None, None
    opening = lines[0].opening_balance if lines else None
    closing = lines[-1].closing_balance if lines else None
    if titled:
        read = amount_reader(profile.decimal_mark, profile.thousands, profile.decimals)
        opening = titled.titles.amount("opening_balance", read) if opening is None else opening
        closing = titled.titles.amount("closing_balance", read) if closing is None else closing
    if opening is None:
        opening = _opening_before(lines)
    if closing is None and lines:
        closing = lines[-1].balance
    return opening, closing


def _opening_before(lines: Sequence[TableLine]) -> Decimal | None:
    """The first balance stated, less all that moved until then."""
    moved = ZERO
    for line in lines:
        if not line.transaction.is_pending:
            moved += line.transaction.amount
        if line.balance is not None:
            return line.balance - moved
    return None


def _totals(
    lines: Sequence[TableLine], titled: TableLines, profile: TableProfile
) -> Iterator[StatementWarning]:
    """The bank's own sums of money in and out against those of the lines."""
    read = amount_reader(profile.decimal_mark, profile.thousands, profile.decimals)
    transactions = [line.transaction for line in lines]
    for role, sign in (("credit_total", 1), ("debit_total", -1)):
        stated = titled.titles.amount(role, read)
        stated = titled.column_totals.get(role) if stated is None else stated
        if stated is not None and (warning := totals_warning(stated, transactions, sign)):
            yield warning
