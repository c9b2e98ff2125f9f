with currencies as (
    select * from {{ ref('currencies') }}
),

dim_currencies as (
    select
        currency,
        minor_units
    from currencies
)

select * from dim_currencies
