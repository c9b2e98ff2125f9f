with source as (
    select * from {{ source('erp_odoo', 'res_company') }}
),

stg_erp_odoo__res_company as (
    select
        id as company_id,
        partner_id,
        currency_id,

        name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_company
