with source as (
    select * from {{ source('erp_odoo', 'account_payment_term_line') }}
),

stg_erp_odoo__account_payment_term_line as (
    select
        id as term_line_id,
        payment_id as payment_term_id,

        delay_type,

        nb_days,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_payment_term_line
