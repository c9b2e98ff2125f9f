"""The tables of Salesforce that are read, as Fivetran names them: the API's names in snake case.

An organisation with one currency has no `currency_iso_code`; `months_c` is a field of the company's
own that many have. Billing schedules, their periods, and how often an item is billed come with
Revenue Cloud: https://developer.salesforce.com/docs/platform/object-reference, BillingPeriodItem;
so does the time that a price is for, ProductSellingModel.
Loaders land days as moments; Salesforce itself tells a mere day, which is one too.
"""

from __future__ import annotations

from ingestion.existing.crm import DEAL_TERMS, LINE_TERMS
from ingestion.existing.system import loaded_table

# How often an item is billed, in every spelling; what is another is set aside, and no guess.
_RHYTHMS = "Monthly|Quarterly|Semi-Annual|Semi-annual|SemiAnnual|Semiannual|Annual"

TABLES = (
    loaded_table(
        "account",
        "id",
        "id: name:? parent_id:? billing_country_code:? declared_erp_customer_id:?"
        " declared_tax_id:?",
        references="parent_id=account.id",
    ),
    loaded_table(
        "opportunity",
        "id",
        "id: account_id:? name:? stage_name:? amount:amount? currency_iso_code:currency?"
        " is_won:boolean? is_closed:boolean? close_date:date? created_date:timestamp owner_id:?"
        " description:? synced_quote_id:?" + DEAL_TERMS,
        references="account_id=account.id",
    ),
    loaded_table(
        "opportunity_line_item",
        "id",
        "id: opportunity_id: product_2_id:? product_code:? name:? description:? quantity:quantity?"
        " unit_price:price? discount:percent? service_date:date? months_c:integer?"
        " declared_price_period:?" + LINE_TERMS,
        is_optional=True,
        references="opportunity_id=opportunity.id product_2_id=product_2.id",
    ),
    loaded_table("product_2", "id", "id: name:? product_code:?", is_optional=True),
    loaded_table("user", "id", "id: name:?", is_optional=True),
    loaded_table(
        "quote",
        "id",
        "id: opportunity_id:? status:? currency_iso_code:currency?",
        is_optional=True,
        references="opportunity_id=opportunity.id",
    ),
    loaded_table(
        "quote_line_item",
        "id",
        "id: quote_id: product_2_id:? description:? quantity:quantity? unit_price:price?"
        " discount:percent? service_date:timestamp? start_date:timestamp?"
        " end_date:timestamp? months_c:integer? product_selling_model_id:?"
        f" billing_frequency:?={_RHYTHMS}",
        is_optional=True,
        references="quote_id=quote.id product_2_id=product_2.id"
        " product_selling_model_id=product_selling_model.id",
    ),
    loaded_table(
        "contract",
        "id",
        "id: start_date:timestamp? contract_term:integer? end_date:timestamp?"
        " customer_signed_date:timestamp?",
        is_optional=True,
    ),
    loaded_table(
        "order",
        "id",
        "id: account_id:? contract_id:? opportunity_id:? quote_id:? status:? status_code:?"
        " effective_date:timestamp end_date:timestamp? activated_date:timestamp?"
        " customer_authorized_date:timestamp? is_reduction_order:boolean? po_number:?"
        " currency_iso_code:currency?",
        is_optional=True,
        references="account_id=account.id contract_id=contract.id quote_id=quote.id",
    ),
    loaded_table(
        "order_item",
        "id",
        "id: order_id: original_order_item_id:? quote_line_item_id:? product_2_id:? description:?"
        " quantity:quantity? unit_price:price? net_unit_price:price? service_date:timestamp?"
        f" end_date:timestamp? product_selling_model_id:? billing_frequency_2:?={_RHYTHMS}",
        is_optional=True,
        references="order_id=order.id original_order_item_id=order_item.id"
        " product_2_id=product_2.id product_selling_model_id=product_selling_model.id",
    ),
    loaded_table(
        "product_selling_model",
        "id",
        "id: pricing_term:integer? pricing_term_unit:?",
        is_optional=True,
    ),
    loaded_table(
        "billing_schedule",
        "id",
        "id: reference_entity_item_id:? currency_iso_code:currency?",
        is_optional=True,
    ),
    loaded_table(
        "billing_period_item",
        "id",
        "id: billing_schedule_id:? invoice_line_id:? amount:amount currency_iso_code:currency?"
        " billing_period_start_date:date billing_period_end_date:date?",
        is_optional=True,
        references="billing_schedule_id=billing_schedule.id",
    ),
)
