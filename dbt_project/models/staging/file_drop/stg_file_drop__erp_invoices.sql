with source as (
    select * from {{ source('file_drop', 'erp_invoices') }}
),

stg_file_drop__erp_invoices as (
    select
        invoice_id,
        invoice_number,
        document_type,
        legal_entity_id,
        customer_id,
        issue_date::date as issue_date,
        due_date::date as due_date,
        currency,
        net_amount::decimal(18, 4) as net_amount,
        tax_amount::decimal(18, 4) as tax_amount,
        total_amount::decimal(18, 4) as total_amount,
        status,
        contract_id,
        related_invoice_id,
        purchase_order,
        reference,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_invoices
