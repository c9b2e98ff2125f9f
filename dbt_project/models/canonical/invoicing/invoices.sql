with mapped as (
    {{ union_mapped('invoices') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

invoices as (
    select
        mapped.invoice_id,
        mapped.invoice_number,
        mapped.document_type,
        mapped.legal_entity_id,
        mapped.customer_id,
        mapped.issue_date,
        mapped.due_date,
        mapped.currency,
        mapped.net_amount,
        mapped.tax_amount,
        mapped.total_amount,
        mapped.status,
        mapped.contract_id,
        mapped.related_invoice_id,
        mapped.purchase_order,
        mapped.reference,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.issue_date <= run_settings.as_of_date
    -- CANONICAL 1: only posted documents count.
    where mapped.status = 'posted'
)

select * from invoices
