with source as (
    select * from {{ source('crm_hubspot', 'merged_deal') }}
),

stg_crm_hubspot__merged_deal as (
    select
        deal_id,
        merged_deal_id
    from source
)

select * from stg_crm_hubspot__merged_deal
