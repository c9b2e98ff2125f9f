"""The sample company's files read back as an auditor would: from the CSV, with the oracle's terms.

Data flow: drop → contract line and billing period of every posted invoice line → billed amounts,
beside what the oracle in tests/oracle expects. Nothing here comes from the generator.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.oracle.drop import read_book
from tests.oracle.money import rounded
from tests.oracle.rates import RateTable
from tests.oracle.records import Book, Contract, ContractLine, ScheduleRow
from tests.oracle.schedule import billing_schedule

Row = dict[str, str]
Period = tuple[str, date]  # contract line, first day of the billing period
MINOR_UNITS = {"CLF": 4, "CLP": 0, "EUR": 2, "MXN": 2, "USD": 2}


def table(drop: Path, path: str) -> list[Row]:
    """The rows of one table."""
    with (drop / f"{path}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Billed:
    """What one document's line bills of a period: positive, or negative on a credit note."""

    document: Row
    line: Row
    amount: Decimal

    @property
    def issued_on(self) -> date:
        """The document's date."""
        return date.fromisoformat(self.document["issue_date"])


class Ledger:
    """Everything posted, by contract line and billing period."""

    def __init__(self, drop: Path, as_of: date) -> None:
        self.as_of = as_of
        self.book: Book = read_book(drop)
        self.contracts = {one.contract_id: one for one in self.book.contracts}
        self.contract_rows = {row["contract_id"]: row for row in table(drop, "contracts/contracts")}
        self.contract_lines = {one.contract_line_id: one for one in self.book.lines}
        self.rates = RateTable(self.book.rates, as_of)
        self.documents = {
            row["invoice_id"]: row
            for row in table(drop, "erp/invoices")
            if row["status"] == "posted"
        }
        self.lines = [
            row for row in table(drop, "erp/invoice_lines") if row["invoice_id"] in self.documents
        ]
        self.schedule: dict[Period, list[ScheduleRow]] = {}
        for row in billing_schedule(self.book, as_of):
            period = row.contract_line_id, row.billing_period_start
            self.schedule.setdefault(period, []).append(row)
        self.unplaced: list[Billed] = []
        self.billed = self._placed()

    def _placed(self) -> dict[Period, list[Billed]]:
        """Posted lines by the period they bill; the others go to `unplaced`."""
        placed: dict[Period, list[Billed]] = {}
        for line in self.lines:
            document = self.documents[line["invoice_id"]]
            sign = -1 if document["document_type"] == "credit_note" else 1
            billed = Billed(document, line, sign * Decimal(line["net_amount"]))
            owners = list(self._owners(document, line))
            assert len(owners) <= 1, f"{line['invoice_line_id']} could be of {owners}"
            period = self._period(owners[0], document, line) if owners else None
            if period is None:
                self.unplaced.append(billed)
            else:
                placed.setdefault((owners[0].contract_line_id, period), []).append(billed)
        return placed

    def _owners(self, document: Row, line: Row) -> Iterator[ContractLine]:
        """Contract lines that the document's strongest reference points to."""
        if line["contract_line_id"]:
            yield self.contract_lines[line["contract_line_id"]]
            return
        for candidate in self.contract_lines.values():
            contract = self.contract_rows[candidate.contract_id]
            payer = contract["payer_customer_id"] or contract["customer_id"]
            if candidate.product_id != line["product_id"]:
                continue
            if document["contract_id"]:
                is_meant = document["contract_id"] == candidate.contract_id
            elif document["purchase_order"]:
                is_meant = document["purchase_order"] == contract["purchase_order"]
            else:
                is_meant = document["customer_id"] == payer
            if is_meant:
                yield candidate

    def _period(self, owner: ContractLine, document: Row, line: Row) -> date | None:
        """The billing period that the printed one lies in, else the related invoice's, else the
        only one there is."""
        periods = [
            (key, rows) for key, rows in self.schedule.items() if key[0] == owner.contract_line_id
        ]
        if line["period_start"]:
            printed = date.fromisoformat(line["period_start"])
            for (_, start), rows in periods:
                if start <= printed <= rows[-1].billing_period_end:
                    return start
            return None
        if document["related_invoice_id"]:
            related = self.documents[document["related_invoice_id"]]
            for one in self.lines:
                if one["invoice_id"] == related["invoice_id"] and owner in self._owners(
                    related, one
                ):
                    return self._period(owner, related, one)
        due = [key[1] for key, rows in periods if rows[0].is_due]
        return due[0] if len(due) == 1 else None

    def contract_of(self, period: Period) -> Contract:
        """The contract of a period."""
        return self.contracts[self.contract_lines[period[0]].contract_id]

    def amount(self, period: Period) -> Decimal:
        """What is billed of a period, net of credit."""
        return sum((one.amount for one in self.billed.get(period, ())), Decimal(0))

    def is_held_at_issue(self, period: Period) -> bool:
        """Whether its documents are converted at their own dates."""
        contract = self.contract_of(period)
        is_converted = contract.invoice_currency not in (None, contract.currency)
        return is_converted and contract.fx_rule in (None, "issue_date")

    def gap(self, period: Period) -> Decimal:
        """Billed less expected, in invoice currency (CANONICAL 2, Currency)."""
        rows, contract = self.schedule[period], self.contract_of(period)
        currency = rows[0].invoice_currency
        if not self.is_held_at_issue(period) or period not in self.billed:
            expected = sum((one.invoice_net_amount or Decimal(0) for one in rows), Decimal(0))
            return self.amount(period) - expected
        held, first_rate = Fraction(0), Fraction(0)
        for one in sorted(self.billed[period], key=lambda one: one.issued_on):
            rate = self.rates.on(one.issued_on, contract.currency, currency)
            assert rate is not None
            first_rate = first_rate or rate
            held += Fraction(one.amount) / rate
        expected_net = sum((one.net_amount for one in rows), Decimal(0))
        return rounded((held - Fraction(expected_net)) * first_rate, currency)

    def tolerance(self, period: Period) -> Decimal:
        """One minor unit of the invoice currency or of the contract's converted."""
        row = self.schedule[period][0]
        unit = Fraction(1, 10 ** MINOR_UNITS[row.invoice_currency])
        rate = self.rates.on(row.bill_on, row.currency, row.invoice_currency) or Fraction(0)
        larger = max(unit, rate / 10 ** MINOR_UNITS[row.currency])
        return Decimal(larger.numerator) / Decimal(larger.denominator)
