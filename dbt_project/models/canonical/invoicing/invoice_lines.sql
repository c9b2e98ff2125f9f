with documents as (
    {{ union_mapped('invoices') }}
),

mapped as (
    {{ union_mapped('invoice_lines') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

posted as (
    select documents.*
    from documents
    inner join run_settings on documents.issue_date <= run_settings.as_of_date
    where documents.status = 'posted'
),

printed_lines as (
    select mapped.*
    from mapped
    inner join posted on mapped.invoice_id = posted.invoice_id
),

documents_without_lines as (
    -- CANONICAL 1: a document without lines counts as one line of its net amount.
    select
        posted.invoice_id || '@document' as invoice_line_id,
        posted.invoice_id,
        posted.net_amount,
        posted.source_record
    from posted
    left join mapped on posted.invoice_id = mapped.invoice_id
    where mapped.invoice_id is null
),

all_lines as (
    select * from printed_lines
    union all by name
    select * from documents_without_lines
),

invoice_lines as (
    select
        invoice_line_id,
        invoice_id,
        contract_line_id,
        product_id,
        description,
        quantity,
        unit_price,
        net_amount,
        tax_rate,
        period_start,
        period_end,
        source_record
    from all_lines
)

select * from invoice_lines
