with source as (
    select * from {{ source('erp_odoo', 'declared_options') }}
),

stg_erp_odoo__declared_options as (
    select
        option,
        key,
        value
    from source
)

select * from stg_erp_odoo__declared_options
