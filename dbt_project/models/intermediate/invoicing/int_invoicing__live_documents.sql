with invoices as (
    select * from {{ ref('invoices') }}
),

credits as (
    select
        related_invoice_id as invoice_id,
        sum(net_amount) as credited_amount
    from invoices
    where document_type = 'credit_note' and related_invoice_id is not null
    group by related_invoice_id
),

int_invoicing__live_documents as (
    -- Credit notes net before anything is called a gap: a document credited in full has no form.
    select invoices.*
    from invoices
    left join credits on invoices.invoice_id = credits.invoice_id
    where
        invoices.document_type != 'credit_note'
        and (
            credits.credited_amount is null
            or credits.credited_amount < invoices.net_amount
        )
)

select * from int_invoicing__live_documents
