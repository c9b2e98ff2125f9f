"""Two years of a company's invoices with the days on which they were paid: the ageing of past days
against those days, and forecasts against the cash that came.

The data is no part of this repository: HILO_SHARED names the folder that holds
`data/ibm_accounts_receivable`, and without it these tests are skipped.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.runs import Published, publish_once, run
from tests.shared import SHARED

TABLE = SHARED / "data" / "ibm_accounts_receivable" / "accounts_receivable.csv"
AS_OF = date(2013, 12, 31)
# A run of Mondays, month's ends and others.
DAYS = (date(2012, 2, 29), date(2012, 7, 16), date(2013, 1, 1), date(2013, 9, 30), AS_OF)

pytestmark = pytest.mark.skipif(
    not TABLE.is_file(), reason="HILO_SHARED names no folder with real receivables"
)


@dataclass(frozen=True)
class Invoice:
    """A row of the table: paid once, and whole."""

    number: str
    customer: str
    issued: date
    due: date
    settled: date
    amount: Decimal


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 (a day has no time zone)


def _invoices() -> list[Invoice]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Invoice(
                row["invoiceNumber"],
                row["customerID"],
                _day(row["InvoiceDate"]),
                _day(row["DueDate"]),
                _day(row["SettledDate"]),
                Decimal(row["InvoiceAmount"]),
            )
            for row in csv.DictReader(file)
        ]


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _publish(published: Published) -> None:
    invoices, erp = _invoices(), published.drop / "erp"
    _write(
        erp / "legal_entities.csv",
        [{"legal_entity_id": "E", "name": "E", "country": "US", "functional_currency": "USD"}],
    )
    customers = sorted({invoice.customer for invoice in invoices})
    _write(erp / "customers.csv", [{"customer_id": name, "name": name} for name in customers])
    _write(
        erp / "invoices.csv",
        [
            {
                "invoice_id": invoice.number,
                "invoice_number": invoice.number,
                "document_type": "invoice",
                "legal_entity_id": "E",
                "customer_id": invoice.customer,
                "issue_date": invoice.issued,
                "due_date": invoice.due,
                "currency": "USD",
                "net_amount": invoice.amount,
                "tax_amount": 0,
                "total_amount": invoice.amount,
                "status": "posted",
            }
            for invoice in invoices
        ],
    )
    _write(
        erp / "payments.csv",
        [
            {
                "payment_id": f"P{invoice.number}",
                "customer_id": invoice.customer,
                "paid_on": invoice.settled,
                "amount": invoice.amount,
                "currency": "USD",
            }
            for invoice in invoices
        ],
    )
    _write(
        erp / "payment_allocations.csv",
        [
            {
                "payment_id": f"P{invoice.number}",
                "invoice_id": invoice.number,
                "amount": invoice.amount,
            }
            for invoice in invoices
        ],
    )
    run(published.drop, published.warehouse, "--as-of", AS_OF)


@pytest.fixture(scope="module")
def receivables(shared_folder: Path) -> Published:
    """The table as a drop, published once."""
    return publish_once(shared_folder, "real_receivables", _publish)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_past_day_is_aged_by_what_was_open_then(receivables: Published, day: date) -> None:
    wanted: Counter[tuple[str, int]] = Counter()
    for invoice in _invoices():
        if invoice.issued <= day < invoice.settled:
            wanted[invoice.customer, max(0, (day - invoice.due).days)] += int(invoice.amount * 100)
    found = Counter(
        {
            (row["customer_id"], row["days"]): int(row["amount"] * 100)
            for row in receivables.rows(
                "select customer_id, greatest(0, $day - ages_from_date) as days, "
                "sum(balance_amount) as amount from marts.fct_receivables_balances "
                "where $day between balance_start and balance_end group by all",
                {"day": day},
            )
        }
    )
    assert found == wanted


def test_forecasts_are_nearer_to_the_cash_than_due_dates(receivables: Published) -> None:
    """Of the four weeks after each month's end; the other plan is what falls due in them."""
    invoices = _invoices()
    rows = receivables.rows(
        "select made_on, week_number, week_start, week_end, forecast_amount, received_amount "
        "from marts.fct_cash_forecast where week_number between 1 and 4 "
        "and received_amount is not null"
    )
    came = sum((row["received_amount"] for row in rows), Decimal(0))
    missed = sum((abs(row["forecast_amount"] - row["received_amount"]) for row in rows), Decimal(0))
    by_due_date = sum(
        (abs(_due_in(row, invoices) - row["received_amount"]) for row in rows), Decimal(0)
    )
    print(f"{len(rows)} weeks: {missed / came:.1%} missed, by due date {by_due_date / came:.1%}")
    assert len(rows) >= 40
    assert missed < by_due_date


def _due_in(row: dict[str, object], invoices: list[Invoice]) -> Decimal:
    """What was open when the forecast was made and falls due in its week."""
    made_on, start, end = row["made_on"], row["week_start"], row["week_end"]
    assert isinstance(made_on, date)
    assert isinstance(start, date)
    assert isinstance(end, date)
    return sum(
        (
            invoice.amount
            for invoice in invoices
            if invoice.issued <= made_on < invoice.settled and start <= invoice.due <= end
        ),
        Decimal(0),
    )
