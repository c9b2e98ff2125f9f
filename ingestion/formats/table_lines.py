"""Reads the rows of a table into bank lines, and keeps apart the rows that are none.

Data flow: rows below the header → bank lines with a day, an amount and the balance after them. A
row is a bank line if it has a day or an amount; totals and balances are told by how the profile
says that they begin. What is neither is a title and holds no money; what is half of one refuses the
file: nothing is left out in silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
    FileRefused,
    StatementDetail,
    StatementTransaction,
    StatementWarning,
    within_bounds,
)
from ingestion.formats.table_layout import Layout, Row
from ingestion.formats.table_titles import Titles

_NOTHING = ("", "-", "–", "—")
_TEXTS = (
    "counterparty_name", "counterparty_account", "counterparty_tax_id", "reference",
    "description", "type_code",
)  # fmt: skip


@dataclass(frozen=True)
class TableLine:
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


class TableReader:
    """Reads one table by its layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._profile: TableProfile = layout.profile
        self.amount = amount_reader(
            self._profile.decimal_mark, self._profile.thousands, self._profile.decimals
        )
        self._spans = layout.spans
        self._money = [
            layout.spans[role]
            for role in ("amount", "debit", "credit", "gross", "fee")
            if role in layout.spans
        ]
        self._noted: list[StatementWarning] = []
        self._days: dict[str, date] = {}
        self._debits_are_negative = False

    def read(self, rows: Iterable[tuple[int, Row]], beside: Sequence[Row]) -> TableLines:
        """The bank lines among the rows; `beside` are rows of other sheets, for titles only."""
        lines, loose = self._sorted(rows)
        titles = Titles([*loose, *beside], self._profile)
        period = titles.period()
        self._days = self._read_days(lines, period)
        self._debits_are_negative = self._are_debits_negative(lines)
        account = titles.find("account_number", _account) or self._profile.account_number or ""
        words = self._profile.currency_words
        currency = (
            titles.find("currency", lambda cell: _currency(cell, words)) or self._profile.currency
        )
        return TableLines(
            lines=tuple(self._line(number, row, account, currency) for number, row in lines),
            titles=titles,
            period=period,
            account_number=account,
            currency=currency,
            noted=tuple(self._noted),
        )

    def _sorted(self, rows: Iterable[tuple[int, Row]]) -> tuple[list[tuple[int, Row]], list[Row]]:
        """Bank lines apart from the rows around them."""
        lines: list[tuple[int, Row]] = []
        loose: list[Row] = []
        start = self._layout.header_row + self._layout.header_rows
        header: list[Row] = []
        is_over = False
        for place, (line_number, row) in enumerate(rows):
            if place < start:
                (header if place >= self._layout.header_row else loose).append(row)
                continue
            is_over = is_over or self._begins(row, self._profile.ends_at)
            if not is_over and self._is_line(row, line_number, header):
                lines.append((line_number, row))
            elif any(cell != "" for cell in row):
                if is_over and self._has_day(row) and self._has_money(row):
                    raise FileRefused("bank_line_after_end", _joined(row), line_number)
                loose.append(row)
        return lines, loose

    def _is_line(self, row: Row, line_number: int, header: Sequence[Row]) -> bool:
        start, end = self._spans["booked_on"]
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
        if len(row) < self._layout.named_columns or any(
            cell.strip() if isinstance(cell, str) else cell for cell in row[self._layout.columns :]
        ):
            raise FileRefused("bank_line_unreadable", _joined(row), line_number)
        return True

    def _has_money(self, row: Row) -> bool:
        return any(
            not isinstance(cell, str) or cell.strip() not in _NOTHING
            for start, end in self._money
            for cell in row[start:end]
        )

    def _has_day(self, row: Row) -> bool:
        start, end = self._spans["booked_on"]
        return any(
            isinstance(cell, date)
            or (isinstance(cell, str) and any(_reads_day(cell, one) for one in self._profile.dates))
            for cell in row[start:end]
        )

    def _begins(self, row: Row, labels: Sequence[str]) -> bool:
        """Whether a text cell of the row begins with one of the labels."""
        if not labels:
            return False
        texts = (normalised(cell[:60]) for cell in row if isinstance(cell, str) and cell.strip())
        return any(
            text == label or text.startswith(f"{label} ")
            for text in itertools.islice(texts, 4)
            for label in labels
        )

    def _cell(self, row: Row, role: str, line_number: int) -> Cell:
        """The one value below a header cell; texts in merged columns are read as one."""
        span = self._spans.get(role)
        if span is None:
            return ""
        start, end = span
        if end - start == 1:
            cell = row[start]
            return cell.strip() if isinstance(cell, str) else cell
        found = [cell for cell in row[start:end] if text_of(cell).strip()]
        if len(found) > 1 and role not in _TEXTS:
            raise FileRefused("bank_line_unreadable", _joined(found), line_number)
        if len(found) == 1:
            cell = found[0]
            return cell.strip() if isinstance(cell, str) else cell
        return " ".join(text_of(cell).strip() for cell in found)

    def _read_days(
        self, lines: Sequence[tuple[int, Row]], period: Period | None
    ) -> dict[str, date]:
        """Every text of a day in the table and its day: one order of day and month for all."""
        texts: dict[str, int] = {}
        for role in ("booked_on", "valued_on"):
            if role not in self._spans:
                continue
            for line_number, row in lines:
                cell = self._cell(row, role, line_number)
                if not isinstance(cell, date) and cell != "":
                    texts.setdefault(text_of(cell), line_number)
        readings = []
        for order in self._profile.dates:
            days = {text: day_of(text, order, period) for text in texts}
            if all(days.values()):
                readings.append({text: day for text, day in days.items() if day})
        if not texts:
            return {}
        if not readings:
            raise self._unread_day(texts, period)
        if any(other != readings[0] for other in readings[1:]):
            text, day = next(iter(readings[0].items()))
            self._noted.append(StatementWarning("bank_day_order_assumed", f"{text} = {day}"))
        return readings[0]

    def _unread_day(self, texts: dict[str, int], period: Period | None) -> FileRefused:
        """The first text that the order which reads most does not read."""
        unread = min(
            (
                [text for text in texts if not day_of(text, order, period)]
                for order in self._profile.dates
            ),
            key=len,
        )
        if period is None and "DM" in self._profile.dates and _reads_day(unread[0], "DM"):
            return FileRefused("bank_year_missing", unread[0][:40], texts[unread[0]])
        return FileRefused("bank_date_unreadable", unread[0][:40], texts[unread[0]])

    def _are_debits_negative(self, lines: Sequence[tuple[int, Row]]) -> bool:
        """Whether the column of money out is printed with its sign: then all of it is negative."""
        if "debit" not in self._spans:
            return False
        amounts = [
            amount
            for line_number, row in lines
            if (amount := self.amount(self._cell(row, "debit", line_number)))
        ]
        return bool(amounts) and all(amount < 0 for amount in amounts)

    def _line(self, line_number: int, row: Row, account: str, currency: str | None) -> TableLine:
        stated = self._cell(row, "currency", line_number)
        if stated != "":
            currency = currency_of(stated, self._profile.currency_words)
        number = self._cell(row, "account_number", line_number)
        for role, value in (("account_number", number), ("currency", stated)):
            if role in self._profile.columns and value == "":
                raise FileRefused("bank_line_unreadable", role, line_number)
        amount = self._signed(row, line_number, currency)
        booked_on = self._day(self._cell(row, "booked_on", line_number))
        if booked_on is None:
            raise FileRefused("bank_date_unreadable", _joined(row), line_number)
        return TableLine(
            line_number=line_number,
            account_number=text_of(number) or account,
            currency=currency,
            balance=self._stated(row, "balance", line_number, currency),
            opening_balance=self._stated(row, "opening_balance", line_number, currency),
            closing_balance=self._stated(row, "closing_balance", line_number, currency),
            transaction=StatementTransaction(
                booked_on=booked_on,
                valued_on=self._day(self._cell(row, "valued_on", line_number)),
                amount=amount,
                currency=currency,
                counterparty_name=self._text(row, "counterparty_name"),
                counterparty_account=self._text(row, "counterparty_account"),
                counterparty_tax_id=self._text(row, "counterparty_tax_id"),
                reference=self._text(row, "reference"),
                remittance_text=self._text(row, "description"),
                type_code=self._text(row, "type_code"),
                is_pending=not self._is_booked(row, line_number),
                details=self._details(row, line_number, amount, currency),
            ),
        )

    def _text(self, row: Row, role: str) -> str | None:
        return text_of(self._cell(row, role, 0)) or None

    def _day(self, cell: Cell) -> date | None:
        if isinstance(cell, date):
            return cell
        return self._days[text_of(cell)] if cell != "" else None

    def _stated(
        self, row: Row, role: str, line_number: int, currency: str | None
    ) -> Decimal | None:
        """The amount in the column; None where it is blank or there is none."""
        cell = self._cell(row, role, line_number)
        if isinstance(cell, str) and cell in _NOTHING:
            return None
        amount = self.amount(cell)
        if amount is None:
            raise FileRefused("bank_amount_unreadable", text_of(cell)[:40], line_number)
        if self._profile.minor_units:
            if amount != int(amount):
                raise FileRefused("bank_amount_unreadable", text_of(cell)[:40], line_number)
            amount = from_minor(int(amount), currency or "", self._profile.minor_units)
        return within_bounds(amount, text_of(cell), line_number)

    def _signed(self, row: Row, line_number: int, currency: str | None) -> Decimal:
        """The amount as the account holder sees it: money in positive."""
        if "amount" not in self._spans:
            return self._of_two_columns(row, line_number, currency)
        amount = self._stated(row, "amount", line_number, currency)
        if amount is None:
            raise FileRefused("bank_amount_unreadable", _joined(row), line_number)
        if "direction" in self._spans:
            mark = text_of(self._cell(row, "direction", line_number))
            # The mark is the bank's word; its sign may be printed on top of it.
            if normalised(mark) in self._profile.debit_marks:
                return -abs(amount)
            if normalised(mark) in self._profile.credit_marks:
                return abs(amount)
            raise FileRefused("bank_direction_unreadable", mark[:40], line_number)
        return -amount if self._profile.money_out_is_positive else amount

    def _of_two_columns(self, row: Row, line_number: int, currency: str | None) -> Decimal:
        debit = self._stated(row, "debit", line_number, currency)
        credit = self._stated(row, "credit", line_number, currency)
        if (debit is None and credit is None) or (debit and credit):
            raise FileRefused("bank_amount_unreadable", _joined(row), line_number)
        if self._debits_are_negative:
            debit = -(debit or Decimal(0))
        return (credit or Decimal(0)) - (debit or Decimal(0))

    def _is_booked(self, row: Row, line_number: int) -> bool:
        return all(
            normalised(text_of(self._cell(row, f"={name}", line_number))) in values
            for name, values in self._profile.booked_where.items()
            if f"={name}" in self._spans
        )

    def _details(
        self, row: Row, line_number: int, net: Decimal, currency: str | None
    ) -> tuple[StatementDetail, ...]:
        """The payment before the service took its fee, and the fee: together the net amount."""
        gross = self._stated(row, "gross", line_number, currency)
        fee = self._stated(row, "fee", line_number, currency)
        if gross is None or not fee:
            if gross is not None and gross != net:
                self._noted.append(_net_warning(line_number, gross, fee, net))
            return ()
        taken = -fee if self._profile.fee_is_subtracted else fee
        if gross + taken != net:
            self._noted.append(_net_warning(line_number, gross, fee, net))
        return (_part(gross, currency, "gross"), _part(taken, currency, "fee"))


def _net_warning(
    line_number: int, gross: Decimal, fee: Decimal | None, net: Decimal
) -> StatementWarning:
    value = f"{line_number}: {gross:f}, {fee or 0:f}, {net:f}"
    return StatementWarning("bank_net_mismatch", value)


def _part(amount: Decimal, currency: str | None, what: str) -> StatementDetail:
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
