with source as (
    select * from {{ source('file_drop', 'erp_payment_allocations') }}
),

stg_file_drop__erp_payment_allocations as (
    select
        payment_id,
        invoice_id,
        amount::decimal(18, 4) as amount,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_payment_allocations
