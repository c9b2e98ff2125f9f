with source as (
    select * from {{ source('erp_tryton', 'account_statement') }}
),

stg_erp_tryton__account_statement as (
    select
        id as statement_id,
        journal as journal_id,
        company as company_id,

        name,
        state,

        start_balance::decimal(18, 4) as opening_balance,
        end_balance::decimal(18, 4) as closing_balance,

        date::date as statement_date,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_statement
