with bank_statements as (
    select * from {{ ref('bank_statements') }}
),

messages as (
    select * from {{ ref('messages') }}
),

problems as (
    select
        *,
        warning_code as reason_code,
        source_file as file,
        null::varchar as row_number,
        account_number as column_name,
        warning_value as value
    from bank_statements
),

fct_bank_statements as (
    select
        problems.bank_statement_id,
        problems.source_file,
        problems.bank_account_id,
        problems.account_number,

        problems.statement_format,
        problems.statement_kind,
        problems.load_status,
        problems.warning_code,
        case when problems.warning_code is not null then {{ problem_text('en') }} end as warning,
        case when problems.warning_code is not null then {{ problem_text('es') }} end as warning_es,

        problems.transaction_count,

        problems.opening_balance,
        problems.closing_balance,
        problems.credit_total,
        problems.debit_total,
        problems.currency
    from problems
    left join messages on problems.warning_code = messages.code
)

select * from fct_bank_statements
