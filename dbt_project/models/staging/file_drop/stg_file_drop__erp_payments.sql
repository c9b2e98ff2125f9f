with source as (
    select * from {{ source('file_drop', 'erp_payments') }}
),

stg_file_drop__erp_payments as (
    select
        payment_id,
        customer_id,
        paid_on::date as paid_on,
        amount::decimal(18, 4) as amount,
        currency,
        reference,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_payments
