"""What the sample company sells and the kinds of deals it closes: the catalogue, as data.

Every kind of deal has a fixed number of contracts, whatever the seed: the seed chooses customers,
dates, prices and quantities.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingestion.sample.company import CHILE, MEXICO


@dataclass(frozen=True)
class Product:
    """Something on the price list: lowest price and step by currency, prices monthly or once."""

    product_id: str
    name: str
    charge_model: str
    prices: dict[str, tuple[str, str]]


_PRODUCTS = (
    Product(
        "PLATAFORMA", "Plataforma de bodegas", "flat",
        {"CLP": ("420000", "35000"), "CLF": ("14.5", "2.5"), "USD": ("690", "55"),
         "MXN": ("11200", "850"), "EUR": ("720", "60")},
    ),
    Product(
        "USUARIOS", "Usuarios", "per_unit",
        {"CLP": ("9900", "1100"), "CLF": ("0.38", "0.03"), "USD": ("14.5", "1.5"),
         "MXN": ("235", "17.5")},
    ),
    Product(
        "SOPORTE", "Soporte preferente", "flat",
        {"CLP": ("140000", "12500"), "CLF": ("4.25", "0.75"), "USD": ("190", "25"),
         "MXN": ("3350", "245")},
    ),
    Product(
        "ANALITICA", "Módulo analítico", "flat",
        {"CLP": ("210000", "17500"), "CLF": ("6.8", "0.9"), "USD": ("310", "35"),
         "MXN": ("5200", "415")},
    ),
    Product(
        "IMPLEMENTACION", "Proyecto de implementación", "one_time",
        {"CLP": ("2450000", "185000"), "CLF": ("68", "7.5"), "USD": ("3400", "425"),
         "MXN": ("58000", "4750"), "EUR": ("3600", "450")},
    ),
    Product(
        "MIGRACION", "Migración por hitos", "milestone",
        {"CLP": ("1850000", "145000"), "MXN": ("44000", "3900")},
    ),
    Product("CAPACITACION", "Jornada de capacitación", "one_time",
            {"CLP": ("380000", "20000"), "MXN": ("9800", "650")}),
)  # fmt: skip
PRODUCTS = {product.product_id: product for product in _PRODUCTS}
PRICE_STEPS = 14


@dataclass(frozen=True)
class Shape:
    """One kind of deal. `link` says by what the ERP's invoices refer to the contract."""

    name: str
    count: int
    legal_entity_id: str
    currency: str
    products: tuple[str, ...]
    invoice_currency: str | None = None
    fx_rule: str | None = None
    billing_period: str = "P1M"
    price_period: str = "P1M"
    timing: str = "in_advance"
    anchor: str = "calendar"
    proration: str | None = "actual"
    term_months: int | None = None
    changes: str = ""
    ending: str = ""
    link: str = "contract_line"
    customers: str = "domestic"
    states_tax: bool = True
    starts_early: bool = False


PLAN, TEAM, USERS, PROJECT = (
    ("PLATAFORMA",), ("PLATAFORMA", "USUARIOS"), ("USUARIOS",), ("IMPLEMENTACION",),
)  # fmt: skip
ONBOARDED = ("IMPLEMENTACION", "PLATAFORMA")

_CHILEAN = (
    Shape("clp_monthly", 16, CHILE, "CLP", PLAN),
    Shape("clp_team", 8, CHILE, "CLP", TEAM, anchor="start", link="contract"),
    Shape("clp_onboarded", 6, CHILE, "CLP", ONBOARDED, anchor="start"),
    Shape("clp_purchase_order", 6, CHILE, "CLP", ("PLATAFORMA", "ANALITICA"), anchor="day",
          link="purchase_order"),
    Shape("clp_plain", 5, CHILE, "CLP", PLAN, anchor="start", link="customer",
          billing_period="P1Y"),
    Shape("clp_quarterly", 7, CHILE, "CLP", ("PLATAFORMA", "SOPORTE"), billing_period="P3M"),
    Shape("clp_project", 5, CHILE, "CLP", PROJECT, term_months=4),
    Shape("clp_growing", 8, CHILE, "CLP", USERS, changes="quantity_mid_period"),
    Shape("clp_back_dated", 2, CHILE, "CLP", USERS, changes="quantity_back_dated"),
    Shape("clp_raised", 5, CHILE, "CLP", PLAN, changes="price"),
    Shape("clp_price_history", 4, CHILE, "CLP", PLAN, changes="price price price"),
    Shape("clp_team_history", 4, CHILE, "CLP", USERS, changes="quantity quantity quantity"),
    Shape("clp_full_stub", 3, CHILE, "CLP", PLAN, proration="full"),
    Shape("clp_free_stub", 3, CHILE, "CLP", PLAN, proration="none"),
    Shape("clp_fixed_term", 5, CHILE, "CLP", PLAN, anchor="start", term_months=9,
          starts_early=True),
    Shape("clp_stopped", 4, CHILE, "CLP", PLAN, ending="cancelled_on", starts_early=True),
    Shape("clp_left", 4, CHILE, "CLP", PLAN, anchor="start", billing_period="P1Y",
          ending="cancel", starts_early=True),
    Shape("clp_draft", 2, CHILE, "CLP", PLAN, ending="draft"),
    Shape("uf_monthly", 16, CHILE, "CLF", PLAN, "CLP", "bill_date", anchor="start"),
    Shape("uf_issue_date", 7, CHILE, "CLF", TEAM, "CLP", "issue_date"),
    Shape("uf_default_date", 4, CHILE, "CLF", PLAN, "CLP"),
    Shape("uf_arrears", 6, CHILE, "CLF", USERS, "CLP", "prior_month_end", timing="in_arrears"),
    Shape("uf_growing", 3, CHILE, "CLF", USERS, "CLP", "bill_date",
          changes="quantity_mid_period"),
    Shape("uf_quarterly", 5, CHILE, "CLF", PLAN, "CLP", "period_start", billing_period="P3M",
          anchor="date"),
    Shape("uf_yearly", 5, CHILE, "CLF", PLAN, "CLP", "bill_date", billing_period="P1Y",
          price_period="P1Y", anchor="start"),
    Shape("uf_period_end", 2, CHILE, "CLF", PLAN, "CLP", "period_end", timing="in_arrears"),
    Shape("uf_project", 3, CHILE, "CLF", PROJECT, "CLP", "bill_date", term_months=6),
    Shape("usd_in_clp", 5, CHILE, "USD", PLAN, "CLP", "bill_date"),
    Shape("usd_fixed", 2, CHILE, "USD", PLAN, "CLP", "fixed", term_months=12),
    Shape("usd_local", 5, CHILE, "USD", PLAN),
    Shape("usd_export", 10, CHILE, "USD", PLAN, anchor="start", customers="abroad",
          states_tax=False),
    Shape("usd_export_yearly", 4, CHILE, "USD", PLAN, anchor="start", customers="abroad",
          billing_period="P1Y"),
    Shape("clp_in_usd", 1, CHILE, "CLP", PLAN, "USD", "bill_date", customers="abroad"),
)  # fmt: skip
_MEXICAN = (
    Shape("mxn_monthly", 12, MEXICO, "MXN", PLAN),
    Shape("mxn_team", 6, MEXICO, "MXN", TEAM, anchor="start", link="contract"),
    Shape("mxn_arrears", 6, MEXICO, "MXN", USERS, timing="in_arrears", anchor="day"),
    Shape("mxn_growing", 4, MEXICO, "MXN", USERS, changes="quantity_mid_period"),
    Shape("mxn_shrinking", 3, MEXICO, "MXN", USERS, changes="quantity_down"),
    Shape("mxn_two_changes", 3, MEXICO, "MXN", USERS, changes="price quantity"),
    Shape("mxn_mixed_history", 4, MEXICO, "MXN", USERS, changes="price quantity price"),
    Shape("mxn_turned_history", 4, MEXICO, "MXN", USERS, changes="quantity price quantity"),
    Shape("mxn_yearly", 4, MEXICO, "MXN", PLAN, billing_period="P1Y", price_period="P1Y",
          anchor="start"),
    Shape("mxn_purchase_order", 3, MEXICO, "MXN", PLAN, link="purchase_order"),
    Shape("mxn_project", 4, MEXICO, "MXN", PROJECT, term_months=5, link="customer"),
    Shape("mxn_stopped", 2, MEXICO, "MXN", PLAN, ending="cancelled_on", starts_early=True),
    Shape("usd_in_mxn", 5, MEXICO, "USD", PLAN, "MXN", "bill_date"),
    Shape("usd_mexico", 3, MEXICO, "USD", PLAN, anchor="start"),
)  # fmt: skip
# Terms of later steps, billed as they say: they must stand as not judged, and raise nothing.
_NOT_YET_JUDGED = (
    Shape("clp_free_start", 2, CHILE, "CLP", PLAN, changes="free"),
    Shape("mxn_discount", 1, MEXICO, "MXN", PLAN, changes="percent_discount"),
    Shape("clp_milestones", 1, CHILE, "CLP", ("MIGRACION",), term_months=9),
    Shape("mxn_milestones", 1, MEXICO, "MXN", ("MIGRACION",), term_months=9),
)
SHAPES = (*_CHILEAN, *_MEXICAN, *_NOT_YET_JUDGED)
# Prices in a currency that no rate is published for: a fault by itself.
SHAPES_WITHOUT_RATE = (
    Shape("eur_project", 2, CHILE, "EUR", PROJECT, "CLP", "bill_date", term_months=6),
    Shape("eur_yearly", 1, CHILE, "EUR", PLAN, "CLP", "issue_date", billing_period="P1Y",
          anchor="start", term_months=12),
)  # fmt: skip
NOT_JUDGED = frozenset(shape.name for shape in (*_NOT_YET_JUDGED, *SHAPES_WITHOUT_RATE))


def price_list(product_id: str, currency: str) -> tuple[Decimal, Decimal]:
    """Lowest price and step of a product in a currency."""
    low, step = PRODUCTS[product_id].prices[currency]
    return Decimal(low), Decimal(step)
