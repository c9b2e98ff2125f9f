with source as (
    select * from {{ source('crm_hubspot', 'line_item_deal') }}
),

stg_crm_hubspot__line_item_deal as (
    select
        line_item_id,
        deal_id
    from source
)

select * from stg_crm_hubspot__line_item_deal
