with source as (
    select * from {{ source('erp_tryton', 'account_invoice_payment_term_line') }}
),

stg_erp_tryton__account_invoice_payment_term_line as (
    select
        id as term_line_id,
        payment as payment_term_id,

        type as line_type,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_invoice_payment_term_line
