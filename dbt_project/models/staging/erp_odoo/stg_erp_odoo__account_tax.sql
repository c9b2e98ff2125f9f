with source as (
    select * from {{ source('erp_odoo', 'account_tax') }}
),

stg_erp_odoo__account_tax as (
    select
        id as tax_id,
        company_id,

        amount_type,

        amount::decimal(18, 8) as tax_percent,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_tax
