with source as (
    select * from {{ source('erp_sap', 'journal_entry_items_accounts_receivable') }}
),

stg_erp_sap__journal_entry_items_accounts_receivable as (
    select
        company_code,
        fiscal_year,
        accounting_document,
        accounting_document_item::integer as accounting_document_item,

        gl_account,
        reference_document,
        cost_center,
        profit_center,
        accounting_document_type,
        assignment_reference,
        customer,
        financial_account_type,
        clearing_accounting_document,
        clearing_doc_fiscal_year as clearing_fiscal_year,

        transaction_currency as currency,
        amount_in_transaction_currency::decimal(18, 4) as transaction_amount,
        company_code_currency as company_currency,
        amount_in_company_code_currency::decimal(18, 4) as company_amount,

        posting_date::date as posted_on,
        document_date::date as documented_on,
        clearing_date::date as cleared_on,

        last_change_date_time at time zone 'utc' as last_changed_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__journal_entry_items_accounts_receivable
