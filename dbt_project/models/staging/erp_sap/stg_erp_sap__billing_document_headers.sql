with source as (
    select * from {{ source('erp_sap', 'billing_document_headers') }}
),

stg_erp_sap__billing_document_headers as (
    select
        billing_document,

        billing_document_type,
        cancelled_billing_document,
        company_code,
        fiscal_year,
        accounting_document,
        sold_to_party,

        total_net_amount::decimal(18, 4) as net_amount,
        transaction_currency as currency,

        coalesce(billing_document_is_cancelled, false) as is_cancelled,

        creation_date::date as created_on,
        billing_document_date::date as billed_on,

        {{ moment_of('creation_date', 'creation_time') }} as created_at,
        last_change_date_time at time zone 'utc' as last_changed_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__billing_document_headers
