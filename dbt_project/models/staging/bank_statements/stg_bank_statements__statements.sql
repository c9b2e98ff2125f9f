with source as (
    select * from {{ source('bank_statements', 'statements') }}
),

stg_bank_statements__statements as (
    select
        statement_key as bank_statement_id,
        source_file,
        file_sha256,
        statement_number::integer as statement_number,
        format as statement_format,
        kind as statement_kind,
        account_number,
        currency,
        statement_reference,
        sequence_number,
        opening_balance::decimal(18, 4) as opening_balance,
        opening_on::date as opening_on,
        closing_balance::decimal(18, 4) as closing_balance,
        closing_on::date as closing_on,
        credit_total::decimal(18, 4) as credit_total,
        debit_total::decimal(18, 4) as debit_total,
        transaction_count::integer as transaction_count,
        load_status,
        warning_code,
        warning_value
    from source
)

select * from stg_bank_statements__statements
