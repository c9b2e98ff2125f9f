"""The tables of Salesforce that are read, as Fivetran names them: the API's names in snake case.

An organisation with one currency has no `currency_iso_code`; `months_c` is a field of the company's
own that many have. Billing schedules and their periods come with Revenue Cloud:
https://developer.salesforce.com/docs/platform/object-reference, BillingPeriodItem.
"""

from __future__ import annotations

from ingestion.existing.system import loaded_table

TABLES = (
    loaded_table(
        "account",
        "id",
        "id: name:? parent_id:? billing_country_code:?",
        references="parent_id=account.id",
    ),
    loaded_table(
        "opportunity",
        "id",
        "id: account_id:? name:? stage_name:? amount:amount? currency_iso_code:currency?"
        " is_won:boolean? is_closed:boolean? close_date:date? created_date:timestamp owner_id:?"
        " description:?",
        references="account_id=account.id",
    ),
    loaded_table(
        "opportunity_line_item",
        "id",
        "id: opportunity_id: product_2_id:? product_code:? name:? description:? quantity:quantity?"
        " unit_price:price? discount:percent? service_date:date? months_c:integer?",
        is_optional=True,
        references="opportunity_id=opportunity.id product_2_id=product_2.id",
    ),
    loaded_table("product_2", "id", "id: name:? product_code:?", is_optional=True),
    loaded_table("user", "id", "id: name:?", is_optional=True),
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
