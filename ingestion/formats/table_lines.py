"""Reads the rows of a table into bank lines, and keeps apart the rows that are none.

Data flow: rows below the header → bank lines with a day, an amount and the balance after them. A
row is a bank line if it has a day or an amount; totals and balances are told by how the profile
says that they begin. What is neither is a title and holds no money; what is half of one refuses the
file: nothing is left out in silence.
"""

from __future__ import annotations

import itertools
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
from ingestion.formats.table_titles import Titles

_NOTHING = ("", "-", "–", "—")
_MONEY = ("amount", "debit", "credit", "gross", "fee")
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


def read_lines(
    layout: Layout, rows: Iterable[tuple[int, Row]], beside: Sequence[Row]
) -> TableLines:
    """The bank lines among the rows of a table; `beside` are rows of other sheets, for titles."""
    numbers, found, loose = _Sorter(layout).sorted(rows)
    profile = layout.profile
    titles = Titles([*loose, *beside], profile)
    words = profile.currency_words
    account = titles.find("account_number", _account) or profile.account_number or ""
    currency = titles.find("currency", lambda cell: _currency(cell, words)) or profile.currency
    period = titles.period()
    columns = _Columns(layout, numbers, found, period)
    lines = tuple(columns.lines(account, currency))
    return TableLines(lines, titles, period, account, currency, tuple(columns.noted))


def holds_lines(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether rows without a header look like bank lines of the layout."""
    return _Sorter(layout).has_lines(rows)


class _Sorter:
    """Tells the bank lines of one table from the rows around them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._profile = layout.profile
        self._day = layout.spans["booked_on"]
        self._money = [layout.spans[role] for role in _MONEY if role in layout.spans]

    def sorted(self, rows: Iterable[tuple[int, Row]]) -> tuple[list[int], list[Row], list[Row]]:
        """Line numbers and rows of the bank lines, then the rows that are none."""
        numbers: list[int] = []
        lines: list[Row] = []
        loose: list[Row] = []
        header: list[Row] = []
        first, start = self._layout.header_row, self._layout.header_row + self._layout.header_rows
        is_over = False
        for place, (line_number, row) in enumerate(rows):
            if place < start:
                (header if place >= first else loose).append(row)
                continue
            is_line = self._is_plainly_a_line(row)
            is_over = is_over or (not is_line and self._begins(row, self._profile.ends_at))
            if is_over:
                if self._has_day(row) and self._has_money(row):
                    raise FileRefused("bank_line_after_end", _joined(row), line_number)
                loose.append(row)
            elif is_line or self._is_line(row, line_number, header):
                numbers.append(line_number)
                lines.append(row)
            elif any(cell != "" for cell in row):
                loose.append(row)
        return numbers, lines, loose

    def has_lines(self, rows: Sequence[Row]) -> bool:
        """Whether a row holds a day and money where the layout has them."""
        return any(self._has_day(row) and self._has_money(row) for row in rows)

    def _is_plainly_a_line(self, row: Row) -> bool:
        """As most rows are: as wide as the header, a day that begins with a digit, money."""
        day = row[self._day[0]] if len(row) == self._layout.columns else ""
        return isinstance(day, str) and day[:1].isdigit() and self._has_money(row)

    def _is_line(self, row: Row, line_number: int, header: Sequence[Row]) -> bool:
        start, end = self._day
        day = next((cell for cell in row[start:end] if cell != ""), "")
        has_money = self._has_money(row)
        if not has_money and day == "":
            return False
        if (isinstance(day, str) and not day[:1].isdigit()) or not has_money:
            # Neither a repeated header nor a total is a line; nor is a note without any money.
            if self._begins(row, self._profile.foot) or any(
                [*map(text_of, row)] == [*map(text_of, repeated)] for repeated in header
            ):
                return False
            if not has_money and not self._has_day(row):
                return False
        beyond = row[self._layout.columns :]
        if len(row) < self._layout.named_columns or any(text_of(cell).strip() for cell in beyond):
            raise FileRefused("bank_line_unreadable", _joined(row), line_number)
        return True

    def _has_money(self, row: Row) -> bool:
        for start, end in self._money:
            for cell in row[start:end]:
                if cell not in _NOTHING:
                    return not isinstance(cell, str) or cell.strip() not in _NOTHING
        return False

    def _has_day(self, row: Row) -> bool:
        start, end = self._day
        return any(
            isinstance(cell, date)
            or (isinstance(cell, str) and any(_reads_day(cell, one) for one in self._profile.dates))
            for cell in row[start:end]
        )

    def _begins(self, row: Row, labels: Sequence[str]) -> bool:
        """Whether one of the first texts of the row begins with one of the labels."""
        if not labels:
            return False
        texts = (normalised(cell[:60]) for cell in row if isinstance(cell, str) and cell.strip())
        return any(
            text == label or text.startswith(f"{label} ")
            for text in itertools.islice(texts, 4)
            for label in labels
        )


class _Columns:
    """The columns of the bank lines, each read at once: a table has few columns and many rows."""

    def __init__(
        self, layout: Layout, numbers: list[int], rows: list[Row], period: Period | None
    ) -> None:
        self._spans = layout.spans
        self._profile: TableProfile = layout.profile
        self._numbers = numbers
        self._rows = rows
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
            counts,
        ) in zip(
            booked, valued, amounts, currencies, *texts, details, is_booked, strict=True
        ):  # fmt: skip
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
            raise FileRefused("bank_line_unreadable", _joined(found), line_number)
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
            raise FileRefused("bank_date_unreadable", _joined(self._rows[at]), self._numbers[at])
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
            and not any(_reads_day(unread[0], order) for order in self._profile.dates[:-1])
            and _reads_day(unread[0], "DM")
        )
        code = "bank_year_missing" if lacks_year else "bank_date_unreadable"
        return FileRefused(code, unread[0][:40], texts[unread[0]])

    def _amounts(self, role: str, currencies: list[str | None]) -> list[Decimal | None]:
        """The amounts of a column; None where it is blank or a dash, or there is no such column."""
        if role not in self._spans:
            return [None] * len(self._rows)
        cells = self._cells(role)
        amounts = [None if cell in _NOTHING else self._read(cell) for cell in cells]
        for at, (cell, amount) in enumerate(zip(cells, amounts, strict=True)):
            if amount is None:
                if cell not in _NOTHING:
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
                raise self._unread_amount(_joined(self._rows[at]), at)
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
                raise self._unread_amount(_joined(self._rows[at]), at)
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


def _reads_day(text: str, order: str) -> bool:
    # Any year will do to see whether it is a day at all: a leap year knows the 29th of February.
    return day_of(text, order, Period(None, date(2024, 12, 31))) is not None


def _joined(row: Sequence[Cell]) -> str:
    return " | ".join(filter(None, (text_of(cell).strip() for cell in row)))[:60]


def _account(cell: Cell) -> str | None:
    return account_of(cell) or None


def _currency(cell: Cell, words: Mapping[str, str]) -> str | None:
    found = currency_of(cell, words)
    return found if len(found) == 3 and found.isupper() else None
