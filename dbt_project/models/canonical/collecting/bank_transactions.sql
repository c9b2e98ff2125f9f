with mapped as (
    {{ union_mapped('bank_transactions') }}
),

accounts as (
    {{ union_mapped('bank_accounts') }}
),

account_keys as (
    -- A number that two accounts share names neither.
    select
        {{ account_key('account_number') }} as account_key,
        min(bank_account_id) as bank_account_id
    from accounts
    group by account_key
    having count(*) = 1
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

bank_transactions as (
    select
        mapped.bank_transaction_id,
        coalesce(mapped.bank_account_id, account_keys.bank_account_id) as bank_account_id,
        mapped.booked_on,
        mapped.valued_on,
        mapped.amount,
        mapped.currency,
        mapped.counterparty_name,
        mapped.counterparty_account,
        mapped.counterparty_tax_id,
        mapped.reference,
        mapped.remittance_text,
        mapped.instructed_amount,
        mapped.instructed_currency,
        mapped.fee_amount,
        mapped.bank_statement_id,
        mapped.source_file,
        mapped.is_duplicate,
        mapped.is_reversal,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.booked_on <= run_settings.as_of_date
    left join account_keys
        on {{ account_key('mapped.account_number') }} = account_keys.account_key
)

select * from bank_transactions
