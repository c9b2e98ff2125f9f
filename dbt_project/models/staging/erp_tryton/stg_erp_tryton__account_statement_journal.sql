with source as (
    select * from {{ source('erp_tryton', 'account_statement_journal') }}
),

stg_erp_tryton__account_statement_journal as (
    select
        id as journal_id,
        company as company_id,
        currency as currency_id,
        bank_account as bank_account_id,

        name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__account_statement_journal
