with bank_statements as (
    select * from {{ ref('bank_statements') }}
),

messages as (
    select * from {{ ref('messages') }}
),

fct_bank_statements as (
    select
        statements.bank_statement_id,
        statements.source_file,
        statements.bank_account_id,
        statements.account_number,

        statements.statement_format,
        statements.statement_kind,
        statements.load_status,
        statements.warning_code,
        case when statements.warning_code is not null then {{ statement_warning('en') }} end
            as warning,
        case when statements.warning_code is not null then {{ statement_warning('es') }} end
            as warning_es,

        statements.transaction_count,

        statements.opening_balance,
        statements.closing_balance,
        statements.credit_total,
        statements.debit_total,
        statements.currency
    from bank_statements as statements
    left join messages on statements.warning_code = messages.code
)

select * from fct_bank_statements
