with source as (
    select * from {{ source('erp_odoo', 'account_journal') }}
),

stg_erp_odoo__account_journal as (
    select
        id as journal_id,
        company_id,
        currency_id,
        bank_account_id,

        name,
        type as journal_type,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__account_journal
