with mapped as (
    {{ union_mapped('bank_statements') }}
),

accounts as (
    {{ union_mapped('bank_accounts') }}
),

lines as (
    {{ union_mapped('bank_transactions') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

account_keys as (
    -- A number that two accounts share names neither.
    select
        {{ account_key('account_number') }} as account_key,
        min(bank_account_id) as bank_account_id,
        min(currency) as currency
    from accounts
    group by account_key
    having count(*) = 1
),

first_lines as (
    select
        bank_statement_id,
        min(booked_on) as first_booked_on
    from lines
    where bank_statement_id is not null
    group by bank_statement_id
),

bank_statements as (
    select
        mapped.bank_statement_id,
        mapped.source_file,
        account_keys.bank_account_id,
        mapped.account_number,
        -- Some files name no currency: then it is the account's.
        coalesce(mapped.currency, account_keys.currency) as currency,
        mapped.statement_format,
        mapped.statement_kind,
        mapped.opening_balance,
        mapped.closing_balance,
        mapped.credit_total,
        mapped.debit_total,
        mapped.transaction_count,
        mapped.load_status,
        mapped.warning_code,
        mapped.warning_value,

        mapped.opening_on,
        mapped.closing_on
    from mapped
    cross join run_settings
    left join account_keys
        on {{ account_key('mapped.account_number') }} = account_keys.account_key
    left join first_lines on mapped.bank_statement_id = first_lines.bank_statement_id
    -- CANONICAL 2, as-of date: a statement that begins later does not exist yet.
    where
        coalesce(
            least(first_lines.first_booked_on, mapped.opening_on, mapped.closing_on),
            run_settings.as_of_date
        ) <= run_settings.as_of_date
)

select * from bank_statements
