with source as (
    select * from {{ source('billing_stripe', 'declared_options') }}
),

stg_billing_stripe__declared_options as (
    select
        option,
        key,
        value
    from source
)

select * from stg_billing_stripe__declared_options
