with mapped as (
    {{ union_mapped('bank_statements') }}
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

bank_statements as (
    select
        mapped.bank_statement_id,
        mapped.source_file,
        account_keys.bank_account_id,
        mapped.account_number,
        mapped.currency,
        mapped.statement_format,
        mapped.statement_kind,
        mapped.opening_balance,
        mapped.closing_balance,
        mapped.credit_total,
        mapped.debit_total,
        mapped.transaction_count,
        mapped.load_status,
        mapped.warning_code,
        mapped.warning_value
    from mapped
    left join account_keys
        on {{ account_key('mapped.account_number') }} = account_keys.account_key
)

select * from bank_statements
