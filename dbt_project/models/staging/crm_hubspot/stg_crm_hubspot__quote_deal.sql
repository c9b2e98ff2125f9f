with source as (
    select * from {{ source('crm_hubspot', 'quote_deal') }}
),

stg_crm_hubspot__quote_deal as (
    select
        quote_id,
        deal_id
    from source
)

select * from stg_crm_hubspot__quote_deal
