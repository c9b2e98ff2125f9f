with stg_file_drop__bank_transactions as (
    select * from {{ ref('stg_file_drop__bank_transactions') }}
),

map_file_drop__bank_transactions as (
    select
        bank_transaction_id,
        bank_account_id,
        null::varchar as account_number,
        booked_on,
        valued_on,
        amount,
        currency,
        counterparty_name,
        counterparty_account,
        counterparty_tax_id,
        reference,
        remittance_text,
        {{ signed_as('instructed_amount', 'amount') }} as instructed_amount,
        -- Without a currency of its own it is in the line's.
        case when instructed_amount is not null then coalesce(instructed_currency, currency) end
            as instructed_currency,
        fee_amount,
        null::varchar as bank_statement_id,
        null::varchar as source_file,
        false as is_duplicate,
        false as is_reversal,
        source_record
    from stg_file_drop__bank_transactions
)

select * from map_file_drop__bank_transactions
