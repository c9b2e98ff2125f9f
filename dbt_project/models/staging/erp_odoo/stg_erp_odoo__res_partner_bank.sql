with source as (
    select * from {{ source('erp_odoo', 'res_partner_bank') }}
),

stg_erp_odoo__res_partner_bank as (
    select
        id as bank_account_id,

        acc_number as account_number,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__res_partner_bank
