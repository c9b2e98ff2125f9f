with int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
    where period_rule not in ('after_end', 'before_start')
),

invoices as (
    select
        invoice_id,
        document_type
    from {{ ref('invoices') }}
),

int_invoicing__live_documents as (
    select invoice_id from {{ ref('int_invoicing__live_documents') }}
),

int_gaps__credited_at_zero as (
    -- CANONICAL 3, net zero after a full credit: a line that costs nothing, such as goods given
    -- free, is cancelled with its document all the same. No sum shows it; the documents do.
    select
        int_invoicing__billed_documents.contract_line_id,
        int_invoicing__billed_documents.billing_period_start
    from int_invoicing__billed_documents
    inner join invoices on int_invoicing__billed_documents.invoice_id = invoices.invoice_id
    left join int_invoicing__live_documents
        on int_invoicing__billed_documents.invoice_id = int_invoicing__live_documents.invoice_id
    group by
        int_invoicing__billed_documents.contract_line_id,
        int_invoicing__billed_documents.billing_period_start
    having
        bool_and(int_invoicing__billed_documents.billed_amount = 0)
        and bool_or(invoices.document_type = 'invoice')
        and bool_or(invoices.document_type = 'credit_note')
        and count(int_invoicing__live_documents.invoice_id) = 0
)

select * from int_gaps__credited_at_zero
