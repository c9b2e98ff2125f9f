with invoices as (
    select * from {{ ref('invoices') }}
),

invoice_lines as (
    select * from {{ ref('invoice_lines') }}
),

int_invoicing__lines as (
    select
        invoice_lines.invoice_line_id,
        invoice_lines.invoice_id,
        invoice_lines.contract_line_id,
        invoice_lines.product_id,
        invoices.contract_id,
        invoices.purchase_order,
        invoices.legal_entity_id,
        invoices.customer_id,
        invoices.related_invoice_id,
        invoices.document_type,
        invoice_lines.quantity,
        -- CANONICAL 1: credit notes print positive amounts; the document type gives the sign.
        case when invoices.document_type = 'credit_note' then -1 else 1 end
        * invoice_lines.net_amount as net_amount,
        invoices.currency,
        invoices.issue_date,
        -- A printed period that ends before it begins tells nothing.
        case
            when
                coalesce(invoice_lines.period_start, invoice_lines.period_end)
                <= coalesce(invoice_lines.period_end, invoice_lines.period_start)
                then coalesce(invoice_lines.period_start, invoice_lines.period_end)
        end as printed_start,
        case
            when
                coalesce(invoice_lines.period_start, invoice_lines.period_end)
                <= coalesce(invoice_lines.period_end, invoice_lines.period_start)
                then coalesce(invoice_lines.period_end, invoice_lines.period_start) + 1
        end as printed_until
    from invoice_lines
    inner join invoices on invoice_lines.invoice_id = invoices.invoice_id
)

select * from int_invoicing__lines
