with source as (
    select * from {{ source('billing_stripe', 'subscription_item') }}
),

stg_billing_stripe__subscription_item as (
    select
        id as item_id,
        subscription_id,
        plan_id as price_id,

        coalesce(quantity, 1)::decimal(18, 8) as quantity,

        created::date as created_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__subscription_item
