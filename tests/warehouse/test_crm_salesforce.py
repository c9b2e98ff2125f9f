"""A company that sells in Salesforce and bills in an ERP: its orders, and its opportunities."""

from __future__ import annotations

import os
from datetime import date, timedelta
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
deals_are_contracts = true
legal_entity_id = "US01"
amount = "acv"
staggered_lines_are_ramps = true
instalments = "Invoice - {{n}}"

[sources.crm_salesforce.account_fields]
erp_customer_id = "ERP_Id__c"

[sources.crm_salesforce.deal_fields]
start = "Start__c"
months = "Months__c"
billing_period = "Billing__c"
billing_timing = "Timing__c"
index = "Index__c"
free_months = "Free_Months__c"

[sources.crm_salesforce.line_fields]
price_period = "Price_For__c"

[sources.crm_salesforce.words]
"After the month" = "in_arrears"
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


def sold(key: str, number: int, quantity: float, price: float, **more: Any) -> Record:
    """A product of an opportunity; its price is charged once where nobody says for how long."""
    return {
        "Id": key,
        "OpportunityId": f"opp{number}",
        "Product2Id": "seats",
        "Quantity": quantity,
        "UnitPrice": price,
        **STAMP,
        **more,
    }


MONTHLY = {"BillingFrequency2": "Monthly", "EndDate": "2025-12-31"}
BY_MONTH = {"Start__c": "2025-01-01", "Months__c": 12.0, "Billing__c": "Monthly"}
A_MONTH = {"Price_For__c": "Monthly"}

ORGANISATION = Salesforce(
    {
        "Account": [account(f"acc{key}", f"C{key}", f"Customer {key}") for key in range(1, 12)],
        "Opportunity": [
            opportunity(1, "Seats, quoted", SyncedQuoteId="quo1"),
            opportunity(2, "Support by the quarter"),
            # All its terms are there, and its order has them already.
            opportunity(3, "Set-up and seats", **BY_MONTH),
            opportunity(4, "Nobody activated the order"),
            opportunity(5, "Free, then in two steps", **BY_MONTH),
            opportunity(6, "One product a month", Start__c="2025-01-15"),
            opportunity(
                7,
                "Two years, indexed",
                CloseDate="2024-01-31",
                Amount=12000.0,
                Start__c="2024-02-01",
                Months__c=24.0,
                Billing__c="Annual",
                Index__c="CPI",
            ),
            opportunity(
                8,
                "Billed whenever",
                Amount=900.0,
                Start__c="2025-01-01",
                Months__c=12.0,
                Billing__c="whenever",
            ),
            opportunity(
                9,
                "First month free, billed after it",
                Amount=1200.0,
                Timing__c="After the month",
                Free_Months__c=1.0,
                **BY_MONTH,
            ),
            opportunity(10, "Priced by the year, and one seat less"),
            opportunity(11, "Two seats given back"),
        ],
        "OpportunityLineItem": [
            sold("sld3", 3, 1.0, 500.0, **A_MONTH),
            sold(
                "sld51",
                5,
                10.0,
                100.0,
                Discount=100.0,
                ServiceDate="2025-01-01",
                Months__c=2.0,
                **A_MONTH,
            ),
            sold("sld52", 5, 10.0, 100.0, ServiceDate="2025-03-01", **A_MONTH),
            sold("sld53", 5, 10.0, 150.0, ServiceDate="2025-04-01", **A_MONTH),
            *(
                sold(f"sld6{month}", 6, 1.0, 500.0, Description=f"Invoice - {month}")
                for month in range(1, 4)
            ),
        ],
        "Product2": [{"Id": "seats", "Name": "Seats", **STAMP}],
        "ProductSellingModel": [
            {"Id": "year", "PricingTerm": 1, "PricingTermUnit": "Annual", **STAMP}
        ],
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
            order(10),
            order(11),
            {
                **order(11, OpportunityId=None, EffectiveDate="2025-03-01", EndDate=None),
                **{"Id": "ord12", "IsReductionOrder": True},
            },
        ],
        "OrderItem": [
            item("itm1", "ord1", 10.0, 50.25, QuoteLineItemId="qli1", **MONTHLY),
            item("itm2", "ord2", 1.0, 900.0, BillingFrequency2="Quarterly"),
            item("itm31", "ord3", 1.0, 300.0, Description="Set-up"),
            item("itm32", "ord3", 3.0, 20.0, ServiceDate="2025-03-01", **MONTHLY),
            item("itm4", "ord4", 1.0, 75.0, **MONTHLY),
            item("itm101", "ord10", 1.0, 1200.0, ProductSellingModelId="year", **MONTHLY),
            item("itm102", "ord10", -1.0, 10.0, **MONTHLY),
            item("itm11", "ord11", 5.0, 10.0, **MONTHLY),
            item("itm12", "ord12", -2.0, 10.0, OriginalOrderItemId="itm11", **MONTHLY),
        ],
    }
)

# Day, customer, net, received, and the customer's order or our contract where it is named. Nobody
# billed March of the first and February of the sixth; the second's second quarter was billed
# dearer, and of the fifth a month that is free. Of the third's March seats 45 were never paid.
INVOICES = [
    ("2025-01-01", "C1", "502.50", "502.50", "", ""),
    ("2025-02-01", "C1", "502.50", "502.50", "", ""),
    ("2025-04-01", "C1", "502.50", "502.50", "", ""),
    ("2025-01-01", "C2", "900.00", "900.00", "PO-2", ""),
    ("2025-04-01", "C2", "950.00", "950.00", "PO-2", ""),
    ("2025-01-01", "C3", "300.00", "300.00", "", ""),
    ("2025-03-01", "C3", "60.00", "15.00", "", ""),
    ("2025-04-01", "C3", "60.00", "60.00", "", ""),
    ("2025-02-01", "C5", "1000.00", "1000.00", "", "crm_salesforce:opp5"),
    ("2025-03-01", "C5", "1000.00", "1000.00", "", ""),
    ("2025-04-01", "C5", "1500.00", "1500.00", "", ""),
    ("2025-01-15", "C6", "500.00", "500.00", "", ""),
    ("2025-03-15", "C6", "500.00", "500.00", "", ""),
    ("2024-02-01", "C7", "12000.00", "12000.00", "", ""),
    ("2025-02-01", "C7", "12360.00", "12360.00", "", ""),
    ("2025-03-01", "C9", "100.00", "100.00", "", ""),
    ("2025-04-01", "C9", "100.00", "100.00", "", ""),
    *((f"2025-0{month}-01", "C10", "100.00", "100.00", "", "") for month in range(1, 5)),
    *((f"2025-0{month}-01", "C11", "50.00", "50.00", "", "") for month in (1, 2)),
    *((f"2025-0{month}-01", "C11", "30.00", "30.00", "", "") for month in (3, 4)),
]


def drop(folder: Path) -> None:
    """What the ERP and the bank hold."""
    for name in ("erp", "bank", "reference"):
        (folder / name).mkdir(parents=True)
    numbered = [(number, *invoice) for number, invoice in enumerate(INVOICES, start=1)]
    files = {
        "erp/legal_entities": "legal_entity_id,name,country,functional_currency\n"
        "US01,Andes Inc,US,USD\n",
        "erp/customers": "customer_id,name\n"
        + "".join(f"C{key},Customer {key}\n" for key in range(1, 12)),
        "erp/invoices": "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,"
        "issue_date,due_date,currency,net_amount,tax_amount,total_amount,status,"
        "purchase_order,contract_id\n"
        + "".join(
            f"F{number},INV-{1000 + number},invoice,US01,{customer},{day},{day[:8]}28,USD,{net},0,"
            f"{net},posted,{purchase_order},{contract}\n"
            for number, day, customer, net, _, purchase_order, contract in numbered
        ),
        "erp/payments": "payment_id,customer_id,paid_on,amount,currency\n"
        + "".join(
            f"P{number},{customer},{day[:8]}15,{received},USD\n"
            for number, day, customer, _, received, *_ in numbered
        ),
        "erp/payment_allocations": "payment_id,invoice_id,amount\n"
        + "".join(
            f"P{number},F{number},{received}\n" for number, _, _, _, received, *_ in numbered
        ),
        "reference/index_values": "index_code,index_month,value\n"
        "CPI,2024-01-01,100\nCPI,2025-01-01,103\n",
        "bank/accounts": "bank_account_id,legal_entity_id,account_number,currency\n"
        "B1,US01,12345,USD\n",
        "bank/transactions": "bank_transaction_id,bank_account_id,booked_on,amount,currency,"
        "counterparty_name,remittance_text\n"
        + "".join(
            f"T{number},B1,{day[:8]}15,{received},USD,Customer {customer[1:]},INV-{1000 + number}\n"
            for number, day, customer, _, received, *_ in numbered
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


def scheduled(company: Published, contracts: str) -> list[tuple[Any, ...]]:
    """What is expected of these contracts until the day of the run."""
    rows = company.rows(
        """
        select contract_line_id, bill_on, period_end, net_amount, currency
        from marts.fct_billing_schedule
        where bill_on < '2025-05-01' and contract_id similar to ? order by all
        """,
        [f"crm_salesforce:{contracts}"],
    )
    return [
        (key.removeprefix("crm_salesforce:"), *days, Decimal(net), currency)
        for key, *days, net, currency in (row.values() for row in rows)
    ]


MONTHS = [
    (date(2025, month, 1), date(2025, month, end))
    for month, end in enumerate((31, 28, 31, 30), start=1)
]


def test_what_is_ordered_is_expected_as_it_was_sold(company: Published) -> None:
    expected = [
        *[("itm1", *month, "502.5") for month in MONTHS],
        # A price of a year in twelve parts; the seat that was taken back is not billed.
        *[("itm101", *month, "100") for month in MONTHS],
        *[("itm11", *month, "50") for month in MONTHS[:2]],
        *[("itm11", *month, "30") for month in MONTHS[2:]],
        ("itm2", date(2025, 1, 1), date(2025, 3, 31), "900"),
        ("itm2", date(2025, 4, 1), date(2025, 6, 30), "900"),
        ("itm31", date(2025, 1, 1), date(2025, 1, 1), "300"),
        *[("itm32", *month, "60") for month in MONTHS[2:]],
    ]
    assert scheduled(company, "ord.*") == [
        (key, start, end, Decimal(net), "USD") for key, start, end, net in expected
    ]


def test_an_opportunity_without_an_order_is_expected_as_its_fields_say(company: Published) -> None:
    expected = [
        *[
            ("opp9@amount", end + timedelta(1), end, net)
            for (_, end), net in zip(MONTHS[:3], (0, 100, 100), strict=True)
        ],
        ("opp7@amount", date(2024, 2, 1), date(2025, 1, 31), 12000),
        ("opp7@amount", date(2025, 2, 1), date(2026, 1, 31), 12360),
        *[("sld51", *month, 0) for month in MONTHS[:2]],
        ("sld52", *MONTHS[2], 1000),
        ("sld53", *MONTHS[3], 1500),
        *[
            (f"sld6{month}", date(2025, month, 15), date(2025, month, 15), 500)
            for month in (1, 2, 3)
        ],
    ]
    assert scheduled(company, "opp.*") == [
        (key, start, end, Decimal(net), "USD") for key, start, end, net in sorted(expected)
    ]


def test_what_an_opportunity_does_not_say_is_asked_for_and_never_guessed(
    company: Published,
) -> None:
    rows = company.rows(
        """
        select opportunity_id, missing_term, stands_in from marts.fct_deal_readiness order by all
        """
    )
    assert [tuple(row.values()) for row in rows] == [
        ("crm_salesforce:opp10", "quantity", "contract_lines.quantity"),
        ("crm_salesforce:opp4", "billing_period", "deal_fields.Billing__c"),
        ("crm_salesforce:opp4", "contract", "contracts"),
        ("crm_salesforce:opp4", "start_date", "deal_fields.Start__c"),
        ("crm_salesforce:opp4", "unit_price", "opportunity.amount"),
        ("crm_salesforce:opp8", "billing_period", "deal_fields.Billing__c"),
        ("crm_salesforce:opp8", "contract", "contracts"),
    ]


def test_the_gaps_are_what_was_billed_and_paid_otherwise_than_sold(company: Published) -> None:
    gaps = company.rows(
        """
        select gap_class, contract_id, billing_period_start, gap_amount, currency
        from marts.fct_billing_gaps
        where status = 'open' and root_gap_id is null
        order by all
        """
    )
    assert [tuple(gap.values()) for gap in gaps] == [
        ("conflicting_master_data", "crm_salesforce:ord10", None, None, "USD"),
        ("deal_without_contract", None, None, None, "USD"),
        ("deal_without_contract", None, None, None, "USD"),
        ("not_billed", "crm_salesforce:opp6", date(2025, 2, 15), Decimal("-500"), "USD"),
        ("not_billed", "crm_salesforce:ord1", date(2025, 3, 1), Decimal("-502.5"), "USD"),
        ("over_billed", "crm_salesforce:opp5", date(2025, 2, 1), Decimal("1000"), "USD"),
        ("over_billed", "crm_salesforce:ord2", date(2025, 4, 1), Decimal("50"), "USD"),
        ("short_payment", "crm_salesforce:ord3", None, Decimal("-45"), "USD"),
    ]
