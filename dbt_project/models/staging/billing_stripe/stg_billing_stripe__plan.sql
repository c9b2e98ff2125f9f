with source as (
    select * from {{ source('billing_stripe', 'plan') }}
),

stg_billing_stripe__plan as (
    -- Qualified, since `interval` alone begins a span of time.
    select
        source.id as price_id,
        source.product_id,

        source.interval as billing_interval,
        coalesce(source.interval_count, 1) as interval_count,
        coalesce(source.billing_scheme, 'per_unit') as billing_scheme,
        coalesce(source.usage_type, 'licensed') as usage_type,

        source.amount::decimal(28, 12) as unit_amount,
        source.currency
    from source
)

select * from stg_billing_stripe__plan
