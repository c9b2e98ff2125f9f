with stg_file_drop__erp_invoices as (
    select * from {{ ref('stg_file_drop__erp_invoices') }}
),

map_file_drop__invoices as (
    select
        invoice_id,
        invoice_number,
        document_type,
        legal_entity_id,
        customer_id,
        issue_date,
        due_date,
        currency,
        net_amount,
        tax_amount,
        total_amount,
        status,
        contract_id,
        related_invoice_id,
        purchase_order,
        reference,
        source_record
    from stg_file_drop__erp_invoices
)

select * from map_file_drop__invoices
