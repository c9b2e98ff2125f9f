with source as (
    select * from {{ source('erp_tryton', 'account_invoice_payment_term') }}
),

stg_erp_tryton__account_invoice_payment_term as (
    select
        id as payment_term_id,

        name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_invoice_payment_term
