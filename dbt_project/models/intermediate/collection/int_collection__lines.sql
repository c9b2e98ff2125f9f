with bank_transactions as (
    select
        bank_transaction_id,
        bank_account_id,
        booked_on,
        amount,
        currency,
        counterparty_name,
        counterparty_account,
        counterparty_tax_id,
        reference,
        remittance_text,
        is_duplicate,
        is_reversal
    from {{ ref('bank_transactions') }}
),

bank_accounts as (
    select
        bank_account_id,
        legal_entity_id
    from {{ ref('bank_accounts') }}
),

reversal_words as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('reversal_patterns') }}
),

lines as (
    select
        bank_transactions.*,
        bank_accounts.legal_entity_id,
        {{ plain_text("concat_ws(' ', remittance_text, reference, counterparty_name)") }}
            as line_text,
        {{ party_name('counterparty_name') }} as counterparty_name_key,
        nullif({{ account_key('counterparty_account') }}, '') as counterparty_account_key,
        nullif({{ tax_id_key('counterparty_tax_id') }}, '') as counterparty_tax_id_key
    from bank_transactions
    left join bank_accounts on bank_transactions.bank_account_id = bank_accounts.bank_account_id
),

int_collection__lines as (
    select
        lines.*,
        -- The bank's own mark, or its word for it where the format has no mark.
        lines.is_reversal
        or coalesce(regexp_matches(lines.line_text, reversal_words.pattern), false)
            as is_marked_reversal
    from lines
    cross join reversal_words
)

select * from int_collection__lines
