"""Reads the columns of a table into bank lines.

Data flow: rows of a table → bank lines with a day, an amount and the balance after them, and what
the titles around them say of all. A cell that cannot be read refuses the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ingestion.formats.cells import (
    Cell,
    Period,
    account_of,
    amount_reader,
    currency_of,
    day_of,
    normalised,
    text_of,
)
from ingestion.formats.minor_units import from_minor
from ingestion.formats.profile import TableProfile
from ingestion.formats.statement import (
    MAX_AMOUNT,
    ZERO,
    FileRefused,
    StatementDetail,
    StatementTransaction,
    StatementWarning,
    within_bounds,
)
from ingestion.formats.table_layout import Layout, Row
from ingestion.formats.table_rows import NOTHING, SortedRows, joined, reads_day, sorted_rows
from ingestion.formats.table_titles import Titles

_TEXTS = (
    "counterparty_name", "counterparty_account", "counterparty_tax_id", "reference",
    "description", "type_code",
)  # fmt: skip


class TableLine(NamedTuple):
    """One bank line, with what its row says of its account and balance."""

    line_number: int
    account_number: str
    currency: str | None
    balance: Decimal | None
    opening_balance: Decimal | None
    closing_balance: Decimal | None
    transaction: StatementTransaction


@dataclass(frozen=True)
class TableLines:
    """The bank lines of one table in the order of the file, and what stands around them."""

    lines: tuple[TableLine, ...]
    titles: Titles
    period: Period | None
    account_number: str
    currency: str | None
    noted: tuple[StatementWarning, ...]
    column_totals: Mapping[str, Decimal]  # what the one row of totals states below a column


def read_lines(
    layout: Layout, rows: Iterable[tuple[int, Row]], beside: Sequence[Row]
) -> TableLines:
    """The bank lines among the rows of a table; `beside` are rows of other sheets, for titles."""
    found = sorted_rows(layout, rows)
    profile = layout.profile
    titles = Titles([*found.around, *beside], profile)
    words = profile.currency_words
    account = titles.find("account_number", _account) or profile.account_number or ""
    currency = titles.find("currency", lambda cell: _currency(cell, words)) or profile.currency
    period = titles.period()
    columns = _Columns(layout, found, period)
    lines = tuple(columns.lines(account, currency))
    totals = _column_totals(layout, found.around)
    return TableLines(lines, titles, period, account, currency, tuple(columns.noted), totals)


def _column_totals(layout: Layout, around: Sequence[Row]) -> dict[str, Decimal]:
    """The sums of money in and out where one row below the table states both, by role."""
    profile = layout.profile
    labels = [label for label in profile.foot if label.startswith("total")]
    rows = [
        row
        for row in around
        if any(isinstance(cell, str) and normalised(cell[:60]) in labels for cell in row)
    ]
    if len(rows) != 1 or not {"debit", "credit"} <= layout.spans.keys():
        return {}
    read = amount_reader(profile.decimal_mark, profile.thousands, profile.decimals)
    totals = {}
    for role in ("debit", "credit"):
        start, end = layout.spans[role]
        for cell in rows[0][start:end]:
            if cell not in NOTHING and (amount := read(cell)) is not None:
                totals[f"{role}_total"] = amount
    return totals


class _Columns:
    """The columns of the bank lines, each read at once: a table has few columns and many rows."""

    def __init__(self, layout: Layout, found: SortedRows, period: Period | None) -> None:
        self._spans = layout.spans
        self._profile: TableProfile = layout.profile
        self._numbers = found.numbers
        self._rows = found.lines
        self._period = period
        self._read = amount_reader(
            self._profile.decimal_mark, self._profile.thousands, self._profile.decimals
        )
        self.noted: list[StatementWarning] = []

    def lines(self, account: str, currency: str | None) -> Iterator[TableLine]:
        """Every bank line; FileRefused at the first that cannot be read."""
        currencies = self._currencies(currency)
        accounts = [text_of(cell) or account for cell in self._needed("account_number")]
        booked, valued = self._days()
        amounts = self._signed(currencies)
        for line in zip(
            self._numbers,
            accounts,
            currencies,
            self._amounts("balance", currencies),
            self._amounts("opening_balance", currencies),
            self._amounts("closing_balance", currencies),
            self._transactions(booked, valued, amounts, currencies),
            strict=True,
        ):
            yield TableLine(*line)

    def _transactions(
        self,
        booked: Iterable[date],
        valued: Iterable[date | None],
        amounts: list[Decimal],
        currencies: list[str | None],
    ) -> Iterator[StatementTransaction]:
        texts = (self._texts(role) for role in _TEXTS)
        details = self._details(amounts, currencies)
        is_booked = self._are_booked()
        for (
            day, value_day, amount, currency, name, number, tax_id, reference, text, code, parts,
            counts, original,
        ) in zip(
            booked, valued, amounts, currencies, *texts, details, is_booked,
            self._amounts("original_amount", currencies), strict=True,
        ):  # fmt: skip
            gross, taken = (part.amount for part in parts) if parts else (None, None)
            yield StatementTransaction(
                booked_on=day,
                valued_on=value_day,
                amount=amount,
                currency=currency,
                counterparty_name=name,
                counterparty_account=number,
                counterparty_tax_id=tax_id,
                reference=reference,
                remittance_text=text,
                type_code=code,
                is_pending=not counts,
                details=parts,
                original_amount=gross if original is None else original,
                original_currency=currency if original is None and parts else None,
                fee_amount=-taken if taken is not None else None,
            )

    def _cells(self, role: str) -> list[Cell]:
        """The cell of every line below a header; texts in merged columns are read as one."""
        span = self._spans.get(role)
        if span is None:
            return [""] * len(self._rows)
        start, end = span
        if end - start == 1:
            cells = [row[start] for row in self._rows]
            return [cell.strip() if isinstance(cell, str) else cell for cell in cells]
        return [
            self._merged(role, number, row[start:end])
            for number, row in zip(self._numbers, self._rows, strict=True)
        ]

    def _merged(self, role: str, line_number: int, cells: Sequence[Cell]) -> Cell:
        found = [cell for cell in cells if text_of(cell).strip()]
        if len(found) == 1:
            return found[0].strip() if isinstance(found[0], str) else found[0]
        if found and role not in _TEXTS:
            raise FileRefused("bank_line_unreadable", joined(found), line_number)
        return " ".join(text_of(cell).strip() for cell in found)

    def _texts(self, role: str) -> list[str | None]:
        if role not in self._spans:
            return [None] * len(self._rows)
        return [text_of(cell) or None for cell in self._cells(role)]

    def _needed(self, role: str) -> list[Cell]:
        """The cells of a column that may not be blank where the layout has it by definition."""
        cells = self._cells(role)
        if role in self._profile.columns and "" in cells:
            raise FileRefused("bank_line_unreadable", role, self._numbers[cells.index("")])
        return cells

    def _currencies(self, currency: str | None) -> list[str | None]:
        words = self._profile.currency_words
        known: dict[Cell, str | None] = {"": currency}
        for cell in self._needed("currency"):
            if cell not in known:
                known[cell] = currency_of(cell, words)
        return [known[cell] for cell in self._cells("currency")]

    def _days(self) -> tuple[list[date], list[date | None]]:
        """Booking and value days: one order of day and month for the whole table."""
        booked, valued = self._cells("booked_on"), self._cells("valued_on")
        if "" in booked:
            at = booked.index("")
            raise FileRefused("bank_date_unreadable", joined(self._rows[at]), self._numbers[at])
        texts: dict[str, int] = {}
        for cells in (booked, valued):
            for number, cell in zip(self._numbers, cells, strict=True):
                if cell != "" and not isinstance(cell, date):
                    texts.setdefault(text_of(cell), number)
        if texts and any(isinstance(cell, date) for cell in booked):
            # Opened in a spreadsheet of another country, some texts became dates, perhaps others.
            self.noted.append(StatementWarning("bank_days_mixed", next(iter(texts))))
        days = self._read_days(texts)
        return (
            [cell if isinstance(cell, date) else days[text_of(cell)] for cell in booked],
            [
                cell if isinstance(cell, date) else days[text_of(cell)] if cell != "" else None
                for cell in valued
            ],
        )

    def _read_days(self, texts: Mapping[str, int]) -> dict[str, date]:
        readings = []
        for order in self._profile.dates:
            days = {text: day_of(text, order, self._period) for text in texts}
            if all(days.values()):
                readings.append({text: day for text, day in days.items() if day})
        if not readings:
            raise self._unread_day(texts)
        if any(other != readings[0] for other in readings[1:]):
            text, day = next(iter(readings[0].items()))
            self.noted.append(StatementWarning("bank_day_order_assumed", f"{text} = {day}"))
        return readings[0]

    def _unread_day(self, texts: Mapping[str, int]) -> FileRefused:
        """The first text that the order which reads most does not read."""
        unread = min(
            (
                [text for text in texts if not day_of(text, order, self._period)]
                for order in self._profile.dates
            ),
            key=len,
        )
        lacks_year = (
            self._period is None
            and "DM" in self._profile.dates
            and not any(reads_day(unread[0], order) for order in self._profile.dates[:-1])
            and reads_day(unread[0], "DM")
        )
        code = "bank_year_missing" if lacks_year else "bank_date_unreadable"
        return FileRefused(code, unread[0][:40], texts[unread[0]])

    def _amounts(self, role: str, currencies: list[str | None]) -> list[Decimal | None]:
        """The amounts of a column; None where it is blank or a dash, or there is no such column."""
        if role not in self._spans:
            return [None] * len(self._rows)
        cells = self._cells(role)
        amounts = [None if cell in NOTHING else self._read(cell) for cell in cells]
        for at, (cell, amount) in enumerate(zip(cells, amounts, strict=True)):
            if amount is None:
                if cell not in NOTHING:
                    raise self._unread_amount(cell, at)
            elif abs(amount) >= MAX_AMOUNT:
                within_bounds(amount, text_of(cell), self._numbers[at])
        convention = self._profile.minor_units
        if convention is None:
            return amounts
        return [
            self._from_minor(amount, currencies[at] or "", convention, at) if amount else amount
            for at, amount in enumerate(amounts)
        ]

    def _from_minor(self, amount: Decimal, currency: str, convention: str, at: int) -> Decimal:
        if amount != int(amount):
            raise self._unread_amount(amount, at)
        return from_minor(int(amount), currency, convention)

    def _unread_amount(self, cell: Cell, at: int) -> FileRefused:
        return FileRefused("bank_amount_unreadable", text_of(cell)[:40], self._numbers[at])

    def _signed(self, currencies: list[str | None]) -> list[Decimal]:
        """The amounts as the account holder sees them: money in positive."""
        if "amount" not in self._spans:
            return self._of_two_columns(currencies)
        amounts: list[Decimal] = []
        for at, amount in enumerate(self._amounts("amount", currencies)):
            if amount is None:
                raise self._unread_amount(joined(self._rows[at]), at)
            amounts.append(amount)
        if "direction" in self._spans:
            marks = map(text_of, self._cells("direction"))
            return [
                abs(amount) if self._is_credit(mark, at) else -abs(amount)
                for at, (amount, mark) in enumerate(zip(amounts, marks, strict=True))
            ]
        return [-amount for amount in amounts] if self._profile.money_out_is_positive else amounts

    def _is_credit(self, mark: str, at: int) -> bool:
        """What the bank's mark says; its sign may be printed on top of it."""
        word = normalised(mark)
        if word not in self._profile.debit_marks and word not in self._profile.credit_marks:
            raise FileRefused("bank_direction_unreadable", mark[:40], self._numbers[at])
        return word in self._profile.credit_marks

    def _of_two_columns(self, currencies: list[str | None]) -> list[Decimal]:
        debits, credits = (self._amounts(role, currencies) for role in ("debit", "credit"))
        # Some banks print money out with its sign: then the whole column is negative.
        moved = [debit for debit in debits if debit]
        sign = -1 if moved and all(debit < 0 for debit in moved) else 1
        amounts = []
        for at, (debit, credit) in enumerate(zip(debits, credits, strict=True)):
            if (debit is None and credit is None) or (debit and credit):
                raise self._unread_amount(joined(self._rows[at]), at)
            amounts.append((credit or ZERO) - (debit or ZERO) * sign)
        return amounts

    def _are_booked(self) -> list[bool]:
        booked = [True] * len(self._rows)
        for name, values in self._profile.booked_where.items():
            if f"={name}" in self._spans:
                cells = self._cells(f"={name}")
                booked = [
                    counts and normalised(text_of(cell)) in values
                    for counts, cell in zip(booked, cells, strict=True)
                ]
        return booked

    def _details(
        self, nets: list[Decimal], currencies: list[str | None]
    ) -> list[tuple[StatementDetail, ...]]:
        """The payment before the service took its fee, and the fee: together the net amount."""
        if "gross" not in self._spans:
            return [()] * len(nets)
        sign = -1 if self._profile.fee_is_subtracted else 1
        columns = zip(
            self._numbers,
            self._amounts("gross", currencies),
            self._amounts("fee", currencies),
            nets,
            currencies,
            strict=True,
        )
        details: list[tuple[StatementDetail, ...]] = []
        for number, gross, fee, net, currency in columns:
            taken = (fee or ZERO) * sign
            if gross is not None and gross + taken != net:
                value = f"{number}: {gross:f}, {fee or 0:f}, {net:f}"
                self.noted.append(StatementWarning("bank_net_mismatch", value))
            parts = (_part(gross, currency, "gross"), _part(taken, currency, "fee"))
            details.append(parts if gross is not None and taken else ())
        return details


def _part(amount: Decimal | None, currency: str | None, what: str) -> StatementDetail:
    return StatementDetail(amount, currency, None, None, None, None, what)


def _account(cell: Cell) -> str | None:
    return account_of(cell) or None


def _currency(cell: Cell, words: Mapping[str, str]) -> str | None:
    found = currency_of(cell, words)
    return found if len(found) == 3 and found.isupper() else None
