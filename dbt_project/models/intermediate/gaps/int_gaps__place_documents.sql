with invoices as (
    select * from {{ ref('invoices') }}
),

int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
),

places as (
    select
        contract_line_id || '@' || billing_period_start as place_id,
        invoice_id
    from int_invoicing__billed_documents
    union distinct
    select
        invoice_id as place_id,
        invoice_id
    from invoices
    union distinct
    -- What corrects a document belongs to its place.
    select
        related_invoice_id as place_id,
        invoice_id
    from invoices
    where related_invoice_id is not null
),

int_gaps__place_documents as (
    select
        places.place_id,
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.issue_date
    from places
    inner join invoices on places.invoice_id = invoices.invoice_id
)

select * from int_gaps__place_documents
