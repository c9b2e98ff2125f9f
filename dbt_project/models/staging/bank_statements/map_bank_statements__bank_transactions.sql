with stg_bank_statements__statements as (
    select * from {{ ref('stg_bank_statements__statements') }}
),

stg_bank_statements__transactions as (
    select * from {{ ref('stg_bank_statements__transactions') }}
),

statements as (
    -- Banks repeat a statement inside a file and send it again the next day: the first one counts.
    select
        bank_statement_id,
        file_sha256,
        statement_number,
        account_number,
        row_number() over (
            partition by
                account_number, currency, statement_kind,
                -- A statement sent again may carry a new reference: its balances tell it.
                case when opening_on is null then statement_reference end, sequence_number,
                opening_balance, opening_on, closing_balance, closing_on,
                credit_total, debit_total, transaction_count
            order by source_file, file_sha256, statement_number
        ) > 1 as is_repeated
    from stg_bank_statements__statements
),

lines as (
    select
        booked.*,
        statements.account_number,
        statements.file_sha256,
        statements.statement_number,
        statements.is_repeated,
        concat_ws(
            '@',
            statements.account_number,
            booked.booked_on,
            booked.amount,
            left(
                md5(concat_ws(
                    '|',
                    booked.currency,
                    booked.reference,
                    booked.remittance_text,
                    booked.counterparty_name
                )),
                8
            )
        ) as content_key
    from stg_bank_statements__transactions as booked
    inner join statements on booked.bank_statement_id = statements.bank_statement_id
),

occurrences as (
    -- Two equal lines in one file are two real payments: the n-th of a file is the n-th of all.
    select
        *,
        row_number() over (
            partition by file_sha256, is_repeated, content_key
            order by statement_number, line_number
        ) as occurrence
    from lines
),

copies as (
    select
        *,
        row_number() over (
            partition by content_key, occurrence
            order by is_repeated, source_file, file_sha256, statement_number, line_number
        ) as copy_number
    from occurrences
),

map_bank_statements__bank_transactions as (
    select
        concat_ws(
            '@', content_key, occurrence, case when copy_number > 1 then 'copy' || copy_number end
        ) as bank_transaction_id,
        account_number,
        booked_on,
        valued_on,
        amount,
        currency,
        counterparty_name,
        counterparty_account,
        counterparty_tax_id,
        reference,
        remittance_text,
        -- An amount whose currency the file leaves open says nothing.
        case
            when original_currency is not null then {{ signed_as('original_amount', 'amount') }}
        end as instructed_amount,
        case when original_amount is not null then original_currency end as instructed_currency,
        fee_amount,
        bank_statement_id,
        source_file,
        copy_number > 1 as is_duplicate,
        is_reversal,
        source_record
    from copies
)

select * from map_bank_statements__bank_transactions
