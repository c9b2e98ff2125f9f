"""A company that sells in Salesforce and bills in an ERP: its orders are what is expected."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.ingestion.loopback import listening
from tests.runs import Published, hilo, publish_once
from tests.salesforce_server import CLIENT_ID, CLIENT_SECRET, Record, Salesforce

SETTINGS = """
as_of = 2025-04-30
reporting_currency = "USD"

[sources.file_drop]
path = "drop"

[sources.crm_salesforce]
url = "{url}"
currency = "USD"
orders_are_contracts = true
legal_entity_id = "US01"

[sources.crm_salesforce.account_fields]
erp_customer_id = "ERP_Id__c"
"""

STAMP = {"SystemModstamp": "2025-01-01T00:00:00.000+0000"}


def account(key: str, customer: str, name: str) -> Record:
    """A customer of the ERP as Salesforce knows it."""
    return {"Id": key, "Name": name, "ERP_Id__c": customer, **STAMP}


def opportunity(number: int, name: str, **more: Any) -> Record:
    """A won opportunity of the account with the same number, closed on the eve of the year."""
    return {
        "Id": f"opp{number}",
        "AccountId": f"acc{number}",
        "Name": name,
        "StageName": "Closed Won",
        "CurrencyIsoCode": "USD",
        "IsWon": True,
        "IsClosed": True,
        "CloseDate": "2024-12-31",
        "CreatedDate": "2024-12-01T03:15:52.000+0000",
        **STAMP,
        **more,
    }


def order(number: int, **more: Any) -> Record:
    """An activated order of the opportunity with the same number, for 2025."""
    return {
        "Id": f"ord{number}",
        "AccountId": f"acc{number}",
        "OpportunityId": f"opp{number}",
        "Status": "Activated",
        "StatusCode": "Activated",
        "CurrencyIsoCode": "USD",
        "EffectiveDate": "2025-01-01",
        "EndDate": "2025-12-31",
        "ActivatedDate": "2024-12-31T12:00:00.000+0000",
        **STAMP,
        **more,
    }


def item(key: str, order_key: str, quantity: float, price: float, **more: Any) -> Record:
    """A product of an order; charged once where nobody says how often it is billed."""
    return {
        "Id": key,
        "OrderId": order_key,
        "Product2Id": "seats",
        "Quantity": quantity,
        "UnitPrice": price,
        **STAMP,
        **more,
    }


MONTHLY = {"BillingFrequency2": "Monthly", "EndDate": "2025-12-31"}

ORGANISATION = Salesforce(
    {
        "Account": [account(f"acc{key}", f"C{key}", f"Customer {key}") for key in range(1, 5)],
        "Opportunity": [
            opportunity(1, "Seats, quoted", SyncedQuoteId="quo1"),
            opportunity(2, "Support by the quarter"),
            opportunity(3, "Set-up and seats"),
            opportunity(4, "Nobody activated the order"),
        ],
        "Product2": [{"Id": "seats", "Name": "Seats", **STAMP}],
        "Quote": [{"Id": "quo1", "OpportunityId": "opp1", "Status": "Accepted", **STAMP}],
        "QuoteLineItem": [
            {
                "Id": "qli1",
                "QuoteId": "quo1",
                "Product2Id": "seats",
                "Quantity": 10.0,
                "UnitPrice": 50.25,
                "BillingFrequency": "Monthly",
                "StartDate": "2025-01-01",
                "EndDate": "2025-12-31",
                **STAMP,
            }
        ],
        "Contract": [
            {"Id": "con2", "StartDate": "2025-01-01", "ContractTerm": 12, "EndDate": None, **STAMP}
        ],
        "Order": [
            order(1, QuoteId="quo1"),
            order(2, ContractId="con2", EndDate=None, PoNumber="PO-2"),
            order(3),
            order(4, Status="Draft", StatusCode="Draft", ActivatedDate=None),
        ],
        "OrderItem": [
            item("itm1", "ord1", 10.0, 50.25, QuoteLineItemId="qli1", **MONTHLY),
            item("itm2", "ord2", 1.0, 900.0, BillingFrequency2="Quarterly"),
            item("itm31", "ord3", 1.0, 300.0, Description="Set-up"),
            item("itm32", "ord3", 3.0, 20.0, ServiceDate="2025-03-01", **MONTHLY),
            item("itm4", "ord4", 1.0, 75.0, **MONTHLY),
        ],
    }
)

# Day, customer, net, received. Nobody billed March of the first; the second quarter was billed
# dearer, and names the customer's order; of March's seats 45 were never paid.
INVOICES = [
    ("2025-01-01", "C1", "502.50", "502.50"),
    ("2025-02-01", "C1", "502.50", "502.50"),
    ("2025-04-01", "C1", "502.50", "502.50"),
    ("2025-01-01", "C2", "900.00", "900.00"),
    ("2025-04-01", "C2", "950.00", "950.00"),
    ("2025-01-01", "C3", "300.00", "300.00"),
    ("2025-03-01", "C3", "60.00", "15.00"),
    ("2025-04-01", "C3", "60.00", "60.00"),
]


def drop(folder: Path) -> None:
    """What the ERP and the bank hold."""
    for name in ("erp", "bank"):
        (folder / name).mkdir(parents=True)
    numbered = [(number, *invoice) for number, invoice in enumerate(INVOICES, start=1)]
    files = {
        "erp/legal_entities": "legal_entity_id,name,country,functional_currency\n"
        "US01,Andes Inc,US,USD\n",
        "erp/customers": "customer_id,name\n"
        + "".join(f"C{key},Customer {key}\n" for key in range(1, 5)),
        "erp/invoices": "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,"
        "issue_date,due_date,currency,net_amount,tax_amount,total_amount,status,"
        "purchase_order\n"
        + "".join(
            f"F{number},INV-{1000 + number},invoice,US01,{customer},{day},{day[:8]}28,USD,{net},0,"
            f"{net},posted,{'PO-2' if customer == 'C2' else ''}\n"
            for number, day, customer, net, _ in numbered
        ),
        "erp/payments": "payment_id,customer_id,paid_on,amount,currency\n"
        + "".join(
            f"P{number},{customer},{day[:8]}15,{received},USD\n"
            for number, day, customer, _, received in numbered
        ),
        "erp/payment_allocations": "payment_id,invoice_id,amount\n"
        + "".join(f"P{number},F{number},{received}\n" for number, *_, received in numbered),
        "bank/accounts": "bank_account_id,legal_entity_id,account_number,currency\n"
        "B1,US01,12345,USD\n",
        "bank/transactions": "bank_transaction_id,bank_account_id,booked_on,amount,currency,"
        "counterparty_name,remittance_text\n"
        + "".join(
            f"T{number},B1,{day[:8]}15,{received},USD,Customer {customer[1:]},INV-{1000 + number}\n"
            for number, day, customer, _, received in numbered
        ),
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def company(shared_folder: Path) -> Published:
    """The published warehouse, made once for all workers."""
    return publish_once(shared_folder, "salesforce", _run)


def _run(published: Published) -> None:
    folder = published.warehouse.parent
    drop(folder / "drop")
    config = folder / "hilo.toml"
    secrets = {
        "SOURCES__CRM_SALESFORCE__CLIENT_ID": CLIENT_ID,
        "SOURCES__CRM_SALESFORCE__CLIENT_SECRET": CLIENT_SECRET,
    }
    with (
        listening(ORGANISATION.answer) as server,
        patch.dict(os.environ, secrets),
    ):
        config.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        ran = hilo("run", "--config", config, "--warehouse", published.warehouse)
    assert ran.exit_code == 0, ran.complained


def test_what_is_ordered_is_expected_as_it_was_sold(company: Published) -> None:
    rows = company.rows(
        """
        select contract_line_id, bill_on, period_end, net_amount, currency
        from marts.fct_billing_schedule
        where bill_on < '2025-05-01' order by all
        """
    )
    ends = {1: 31, 2: 28, 3: 31, 4: 30}
    expected = [
        *[
            ("itm1", date(2025, month, 1), date(2025, month, end), "502.5")
            for month, end in ends.items()
        ],
        ("itm2", date(2025, 1, 1), date(2025, 3, 31), "900"),
        ("itm2", date(2025, 4, 1), date(2025, 6, 30), "900"),
        ("itm31", date(2025, 1, 1), date(2025, 1, 1), "300"),
        ("itm32", date(2025, 3, 1), date(2025, 3, 31), "60"),
        ("itm32", date(2025, 4, 1), date(2025, 4, 30), "60"),
    ]
    assert [tuple(row.values()) for row in rows] == [
        (f"crm_salesforce:{key}", start, end, Decimal(net), "USD")
        for key, start, end, net in expected
    ]


def test_the_gaps_are_what_was_billed_and_paid_otherwise_than_ordered(company: Published) -> None:
    gaps = company.rows(
        """
        select gap_class, contract_id, billing_period_start, gap_amount, currency
        from marts.fct_billing_gaps
        where status = 'open' and root_gap_id is null
        order by all
        """
    )
    assert [tuple(gap.values()) for gap in gaps] == [
        ("deal_without_contract", None, None, None, "USD"),
        ("not_billed", "crm_salesforce:ord1", date(2025, 3, 1), Decimal("-502.5"), "USD"),
        ("over_billed", "crm_salesforce:ord2", date(2025, 4, 1), Decimal("50"), "USD"),
        ("short_payment", "crm_salesforce:ord3", None, Decimal("-45"), "USD"),
    ]
