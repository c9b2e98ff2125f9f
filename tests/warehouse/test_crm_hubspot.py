"""A company whose contracts live in HubSpot alone: what its fields say is billed, or asked for."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.hubspot_server import TOKEN, Portal, serving
from tests.runs import Published, hilo, publish_once

SETTINGS = """
as_of = 2025-04-30
reporting_currency = "CLP"

[sources.file_drop]
path = "drop"

[sources.crm_hubspot]
url = "{url}"
currency = "CLP"
timezone = "America/Santiago"
deals_are_contracts = true
legal_entity_id = "CL01"
amount = "mrr"
staggered_lines_are_ramps = true
instalments = "Cuota {{n}}"

[sources.crm_hubspot.deal_fields]
start = "fecha_inicio"
months = "plazo_meses"
billing_period = "facturacion_frecuencia"
currency = "moneda"
free_months = "meses_gratis"

[sources.crm_hubspot.company_fields]
tax_id = "rut"
erp_customer_id = "codigo_cliente"

[sources.crm_hubspot.words]
Mensual = "P1M"
UF = "CLF"
"""


def seat(price: str, start: str, term: str = "P12M", **more: str) -> dict[str, str | None]:
    """A line item that is charged each month."""
    return {
        "hs_product_id": "900",
        "name": "Puestos",
        "quantity": "10",
        "price": price,
        "recurringbillingfrequency": "monthly",
        "hs_recurring_billing_period": term or None,
        "hs_recurring_billing_start_date": start,
        **more,
    }


def deal(name: str, **more: str) -> dict[str, str | None]:
    """A won deal, closed on the evening of 31 December as Santiago counts."""
    return {
        "dealname": name,
        "dealstage": "won",
        "pipeline": "default",
        "closedate": "2025-01-01T02:00:00.000Z",
        "createdate": "2024-12-01T12:00:00.000Z",
        **more,
    }


PORTAL = Portal(
    objects={
        "deals": {
            "1": deal("Sur: gratis y luego pagado"),
            "2": deal(
                "Norte: en UF, dos meses gratis",
                amount="10",
                fecha_inicio="2025-01-01",
                plazo_meses="12",
                facturacion_frecuencia="Mensual",
                moneda="UF",
                meses_gratis="2",
            ),
            "3": deal(
                "Este: empieza nadie sabe cuándo",
                amount="10",
                fecha_inicio="a fines de marzo",
                plazo_meses="12",
                facturacion_frecuencia="Mensual",
            ),
            "4": deal("Oeste: una línea por mes", fecha_inicio="2025-01-15"),
            "5": deal("Centro: precio en dos pasos"),
            "6": deal("Valle: cotizado a otro precio"),
        },
        "companies": {
            str(10 * key): {"name": name, "rut": rut, "codigo_cliente": f"C{key}"}
            for key, name, rut in [
                (1, "Comercial Sur", "76.086.428-5"),
                (2, "Comercial Norte", ""),
                (3, "Comercial Este", ""),
                (4, "Comercial Oeste", ""),
                (5, "Comercial Centro", ""),
                (6, "Comercial Valle", ""),
            ]
        },
        "line_items": {
            # HubSpot counts each kind apart: this item has the number of Norte's deal.
            "2": seat("1000", "2025-01-01", "P2M", hs_discount_percentage="100"),
            "12": seat("1000", "2025-03-01", "P10M"),
            "41": {"name": "Cuota 1", "quantity": "1", "price": "50000"},
            "42": {"name": "Cuota 2", "quantity": "1", "price": "50000"},
            "43": {"name": "Cuota 3", "quantity": "1", "price": "50000"},
            "51": seat("2000", "2025-01-01", ""),
            "52": seat("3000", "2025-03-01", ""),
            "61": seat("2000", "2025-01-01"),
            # A quote has copies of its own.
            "71": seat("1800", "2025-01-01"),
            "72": seat("1500", "2025-01-01"),
        },
        "quotes": {
            "7": {"hs_status": "APPROVAL_NOT_NEEDED", "hs_currency": "CLP"},
            "8": {"hs_status": "DRAFT", "hs_expiration_date": "2025-01-31"},
        },
    },
    associated={
        **{("companies", str(key)): [str(10 * key)] for key in range(1, 7)},
        ("line_items", "1"): ["2", "12"],
        ("line_items", "4"): ["41", "42", "43"],
        ("line_items", "5"): ["51", "52"],
        ("line_items", "6"): ["61"],
        ("quotes", "6"): ["7", "8"],
        ("line_items", "quotes/7"): ["71"],
        ("line_items", "quotes/8"): ["72"],
    },
    stages={"won": ("Ganado", "true", "1.0")},
)

# Day, customer, net. Norte has no invoice for April; Oeste none for its second month; Sur was
# billed one of its free months.
INVOICES = [
    ("2025-02-01", "C1", 10000),
    ("2025-03-01", "C1", 10000),
    ("2025-04-01", "C1", 10000),
    ("2025-03-01", "C2", 380000),
    ("2025-01-15", "C4", 50000),
    ("2025-03-15", "C4", 50000),
    ("2025-01-01", "C5", 20000),
    ("2025-02-01", "C5", 20000),
    ("2025-03-01", "C5", 30000),
    ("2025-04-01", "C5", 30000),
    *((f"2025-0{month}-01", "C6", 20000) for month in range(1, 5)),
]


def drop(folder: Path) -> None:
    """What the ERP holds."""
    (folder / "erp").mkdir(parents=True)
    (folder / "reference").mkdir()
    files = {
        "erp/legal_entities": "legal_entity_id,name,country,functional_currency\n"
        "CL01,Andes SpA,CL,CLP\n",
        "erp/customers": "customer_id,name\n"
        + "".join(f"C{key},Cliente {key}\n" for key in range(1, 7)),
        "reference/exchange_rates": "rate_date,from_currency,to_currency,rate\n"
        + "".join(
            f"{day},CLF,CLP,38000\n"
            for day in ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
        ),
        "erp/invoices": "invoice_id,invoice_number,document_type,legal_entity_id,customer_id,"
        "issue_date,currency,net_amount,tax_amount,total_amount,status,contract_id\n"
        + "".join(
            f"F{number},{number},invoice,CL01,{customer},{day},CLP,{net},0,{net},posted,"
            # The first names the deal, as an ERP may; of the others customer and amount tell.
            f"{'crm_hubspot:1' if number == 1 else ''}\n"
            for number, (day, customer, net) in enumerate(INVOICES, start=1)
        ),
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def company(shared_folder: Path) -> Published:
    """The published warehouse, made once for all workers."""
    return publish_once(shared_folder, "hubspot", _run)


def _run(published: Published) -> None:
    folder = published.warehouse.parent
    drop(folder / "drop")
    config = folder / "hilo.toml"
    secrets = {**os.environ, "SOURCES__CRM_HUBSPOT__ACCESS_TOKEN": TOKEN}
    with serving(PORTAL) as server, patch.dict(os.environ, secrets):
        config.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        ran = hilo("run", "--config", config, "--warehouse", published.warehouse)
    assert ran.exit_code == 0, ran.complained


def test_the_terms_that_hubspot_holds_are_what_is_expected(company: Published) -> None:
    rows = company.rows(
        """
        select contract_id, bill_on, net_amount, currency from marts.fct_billing_schedule
        where bill_on < '2025-05-01' order by all
        """
    )
    expected = [
        # 1: two months with all of it taken off, then the price.
        *[
            ("crm_hubspot:1", date(2025, month, 1), 0 if month < 3 else 10000)
            for month in range(1, 5)
        ],
        # 2: ten UF a month, the first two free.
        *[("crm_hubspot:2", date(2025, month, 1), 0 if month < 3 else 10) for month in range(1, 5)],
        # 4: the n-th line is that of the n-th month.
        *[("crm_hubspot:4", date(2025, month, 15), 50000) for month in range(1, 4)],
        # 5: the second line takes the place of the first.
        *[
            ("crm_hubspot:5", date(2025, month, 1), 20000 if month < 3 else 30000)
            for month in range(1, 5)
        ],
        *[("crm_hubspot:6", date(2025, month, 1), 20000) for month in range(1, 5)],
    ]
    assert [
        (row["contract_id"], row["bill_on"], int(row["net_amount"])) for row in rows
    ] == expected
    assert {row["currency"] for row in rows if row["contract_id"] == "crm_hubspot:2"} == {"CLF"}


def test_a_start_that_is_no_day_is_asked_for_and_never_guessed(company: Published) -> None:
    rows = company.rows(
        """
        select missing_term, stands_in, explanation, close_date from marts.fct_deal_readiness
        where opportunity_id = 'crm_hubspot:3' order by all
        """
    )
    told = '"a fines de marzo" (deal_fields.fecha_inicio) is not understood as: Start date.'
    assert [(row["missing_term"], row["stands_in"]) for row in rows] == [
        ("contract", "contracts"),
        ("start_date", "deal_fields.fecha_inicio"),
    ]
    assert told in rows[1]["explanation"]
    # Two in the morning in UTC is the evening before in Santiago.
    assert rows[1]["close_date"] == date(2024, 12, 31)


def test_a_quote_of_hubspots_own_is_what_the_customer_saw(company: Published) -> None:
    [gap] = company.rows(
        """
        select quote_id, explanation from marts.fct_billing_gaps
        where gap_class = 'quote_contract_mismatch'
        """
    )
    assert gap["quote_id"] == "crm_hubspot:quotes/7"
    assert "1800" in gap["explanation"]
    assert "2000" in gap["explanation"]


def test_the_gaps_are_what_was_billed_otherwise_than_sold(company: Published) -> None:
    gaps = company.rows(
        """
        select gap_class, contract_id, billing_period_start, gap_amount, currency
        from marts.fct_billing_gaps
        where status = 'open' and root_gap_id is null and gap_class not like '%receipt%'
        order by all
        """
    )
    assert [tuple(gap.values()) for gap in gaps] == [
        ("deal_without_contract", None, None, None, "CLP"),
        ("not_billed", "crm_hubspot:2", date(2025, 4, 1), Decimal(-380000), "CLP"),
        ("not_billed", "crm_hubspot:4", date(2025, 2, 15), Decimal(-50000), "CLP"),
        ("over_billed", "crm_hubspot:1", date(2025, 2, 1), Decimal(10000), "CLP"),
        ("quote_contract_mismatch", "crm_hubspot:6", None, None, "CLP"),
    ]
