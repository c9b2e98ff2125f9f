with source as (
    select * from {{ source('billing_stripe', 'price') }}
),

stg_billing_stripe__price as (
    select
        id as price_id,
        product_id,

        recurring_interval as billing_interval,
        coalesce(recurring_interval_count, 1) as interval_count,
        coalesce(billing_scheme, 'per_unit') as billing_scheme,
        coalesce(recurring_usage_type, 'licensed') as usage_type,

        coalesce(unit_amount_decimal, unit_amount)::decimal(28, 12) as unit_amount,
        currency
    from source
)

select * from stg_billing_stripe__price
