with source as (
    select * from {{ source('erp_odoo', 'res_currency') }}
),

stg_erp_odoo__res_currency as (
    select
        id as currency_id,

        currency_code as currency,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_currency
