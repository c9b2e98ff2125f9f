with source as (
    select * from {{ source('file_drop', 'bank_transactions') }}
),

stg_file_drop__bank_transactions as (
    select
        bank_transaction_id,
        bank_account_id,
        booked_on::date as booked_on,
        valued_on::date as valued_on,
        amount::decimal(18, 4) as amount,
        currency,
        counterparty_name,
        counterparty_account,
        counterparty_tax_id,
        reference,
        remittance_text,
        instructed_amount::decimal(18, 4) as instructed_amount,
        instructed_currency,
        fee_amount::decimal(18, 4) as fee_amount,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__bank_transactions
