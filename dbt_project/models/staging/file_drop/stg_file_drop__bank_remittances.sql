with source as (
    select * from {{ source('file_drop', 'bank_remittances') }}
),

stg_file_drop__bank_remittances as (
    select
        remittance_id,
        payer,
        invoice_number,
        amount::decimal(18, 4) as amount,
        bank_transaction_id,
        fee_amount::decimal(18, 4) as fee_amount,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__bank_remittances
