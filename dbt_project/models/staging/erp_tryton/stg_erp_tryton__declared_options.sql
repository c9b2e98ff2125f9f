with source as (
    select * from {{ source('erp_tryton', 'declared_options') }}
),

stg_erp_tryton__declared_options as (
    select
        option,
        key,
        value
    from source
)

select * from stg_erp_tryton__declared_options
