with source as (
    select * from {{ source('erp_odoo', 'account_payment') }}
),

stg_erp_odoo__account_payment as (
    select
        id as payment_id,

        memo,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_payment
