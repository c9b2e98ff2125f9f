"""The tables of HubSpot that are read, as Fivetran names them; ids stay text.

Properties of an object are its columns `property_…`. A portal without a second currency has no
currency of a deal, and one that names no parent company has no such property.
"""

from __future__ import annotations

from ingestion.existing.crm import DEAL_TERMS, LINE_TERMS
from ingestion.existing.system import loaded_table

TABLES = (
    loaded_table(
        "deal",
        "deal_id",
        "deal_id: deal_pipeline_id:? deal_pipeline_stage_id:? owner_id:? property_dealname:?"
        " property_description:? property_amount:amount? property_deal_currency_code:currency?"
        " property_closedate:timestamp? property_createdate:timestamp" + DEAL_TERMS,
        # The company of a deal is told by a table of its own.
        references="deal_id=deal_company.deal_id"
        " deal_pipeline_stage_id=deal_pipeline_stage.stage_id",
    ),
    loaded_table(
        "company",
        "id",
        "id: property_name:? property_hs_country_code:? property_hs_parent_company_id:?"
        " declared_tax_id:? declared_erp_customer_id:?",
        is_optional=True,
    ),
    loaded_table(
        "deal_company",
        "deal_id company_id type_id",
        "deal_id: company_id: type_id:?",
        is_optional=True,
        references="deal_id=deal.deal_id company_id=company.id",
    ),
    loaded_table(
        "line_item",
        "id",
        "id: product_id:? property_name:? property_hs_sku:? property_quantity:quantity?"
        " property_price:price? property_discount:price? property_hs_discount_percentage:percent?"
        " property_recurringbillingfrequency:? property_hs_recurring_billing_period:?"
        " property_hs_recurring_billing_number_of_payments:?"
        " property_hs_recurring_billing_start_date:? property_hs_recurring_billing_end_date:?"
        " property_hs_term_in_months:?" + LINE_TERMS,
        is_optional=True,
        references="id=line_item_deal.line_item_id|quote_line_item.line_item_id",
    ),
    loaded_table(
        "line_item_deal",
        "line_item_id deal_id",
        "line_item_id: deal_id:",
        is_optional=True,
        references="deal_id=deal.deal_id line_item_id=line_item.id",
    ),
    loaded_table(
        "quote",
        "id",
        "id: property_hs_status:? property_hs_currency:currency? property_hs_expiration_date:?",
        is_optional=True,
        references="id=quote_deal.quote_id",
    ),
    loaded_table(
        "quote_deal",
        "quote_id deal_id",
        "quote_id: deal_id:",
        is_optional=True,
        other_names="deal_quote",
        references="deal_id=deal.deal_id quote_id=quote.id",
    ),
    loaded_table(
        "quote_line_item",
        "quote_id line_item_id",
        "quote_id: line_item_id:",
        is_optional=True,
        other_names="line_item_quote",
        references="quote_id=quote.id line_item_id=line_item.id",
    ),
    loaded_table(
        "deal_pipeline_stage",
        "stage_id",
        "stage_id: pipeline_id:? label:? probability:rate? is_closed:boolean? closed_won:boolean?",
        is_optional=True,
    ),
    loaded_table(
        "merged_deal", "deal_id merged_deal_id", "deal_id: merged_deal_id:", is_optional=True
    ),
    loaded_table(
        "owner", "owner_id", "owner_id: first_name:? last_name:? email:?", is_optional=True
    ),
)
