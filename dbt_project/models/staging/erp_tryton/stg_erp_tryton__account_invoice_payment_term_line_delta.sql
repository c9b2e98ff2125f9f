with source as (
    select * from {{ source('erp_tryton', 'account_invoice_payment_term_line_delta') }}
),

stg_erp_tryton__account_invoice_payment_term_line_delta as (
    select
        id as delta_id,
        line as term_line_id,

        days,
        weeks,
        months,

        {{ tryton_is_plain_delta() }} as is_plain,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_invoice_payment_term_line_delta
