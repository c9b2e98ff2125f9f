with source as (
    select * from {{ source('crm_salesforce', 'billing_schedule') }}
),

stg_crm_salesforce__billing_schedule as (
    select
        id as billing_schedule_id,
        reference_entity_item_id as order_item_id,

        currency_iso_code as currency
    from source
)

select * from stg_crm_salesforce__billing_schedule
