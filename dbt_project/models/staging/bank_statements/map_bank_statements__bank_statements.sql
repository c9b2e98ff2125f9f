with stg_bank_statements__statements as (
    select * from {{ ref('stg_bank_statements__statements') }}
),

map_bank_statements__bank_statements as (
    select
        bank_statement_id,
        source_file,
        account_number,
        currency,
        statement_format,
        statement_kind,
        opening_balance,
        opening_on,
        closing_balance,
        closing_on,
        credit_total,
        debit_total,
        transaction_count,
        load_status,
        warning_code,
        warning_value
    from stg_bank_statements__statements
)

select * from map_bank_statements__bank_statements
