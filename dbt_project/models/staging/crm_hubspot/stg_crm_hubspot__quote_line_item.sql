with source as (
    select * from {{ source('crm_hubspot', 'quote_line_item') }}
),

stg_crm_hubspot__quote_line_item as (
    select
        quote_id,
        line_item_id
    from source
)

select * from stg_crm_hubspot__quote_line_item
