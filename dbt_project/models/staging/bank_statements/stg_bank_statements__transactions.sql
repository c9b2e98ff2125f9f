with source as (
    select * from {{ source('bank_statements', 'transactions') }}
),

stg_bank_statements__transactions as (
    select
        statement_key as bank_statement_id,
        line_number::integer as line_number,
        source_file,
        booked_on::date as booked_on,
        valued_on::date as valued_on,
        amount::decimal(18, 4) as amount,
        currency,
        counterparty_name,
        counterparty_account,
        counterparty_tax_id,
        reference,
        remittance_text,
        original_amount::decimal(18, 4) as original_amount,
        original_currency,
        fee_amount::decimal(18, 4) as fee_amount,
        coalesce(is_reversal, false) as is_reversal,
        {{ source_record('source_file', 'line_number') }} as source_record
    from source
)

select * from stg_bank_statements__transactions
