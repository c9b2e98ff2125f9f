with source as (
    select * from {{ source('erp_sap', 'payments_accounts_receivable') }}
),

stg_erp_sap__payments_accounts_receivable as (
    select
        company_code,
        fiscal_year,
        accounting_document,
        accounting_document_item::integer as accounting_document_item,

        clearing_accounting_document,
        clearing_doc_fiscal_year as clearing_fiscal_year,
        customer,
        invoice_reference,
        invoice_reference_fiscal_year,
        sales_document,
        sales_document_item,
        assignment_reference,
        gl_account,
        financial_account_type,
        profit_center,
        cost_center,

        amount_in_transaction_currency::decimal(18, 4) as transaction_amount,
        transaction_currency as currency,
        amount_in_company_code_currency::decimal(18, 4) as company_amount,
        company_code_currency as company_currency,

        clearing_date::date as cleared_on,
        posting_date::date as posted_on,
        document_date::date as documented_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__payments_accounts_receivable
