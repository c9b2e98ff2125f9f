with source as (
    select * from {{ source('billing_stripe', 'plan') }}
),

stg_billing_stripe__plan as (
    select
        id as price_id,
        product_id,

        source.interval as billing_interval,
        coalesce(interval_count, 1) as interval_count,
        coalesce(billing_scheme, 'per_unit') as billing_scheme,
        coalesce(usage_type, 'licensed') as usage_type,

        amount::decimal(28, 12) as unit_amount,
        currency
    from source
)

select * from stg_billing_stripe__plan
