with int_gaps__vanished as (
    select
        gap_id,
        contract_line_id || '@' || billing_period_start as period_place_id,
        invoice_id,
        document_ids
    from {{ ref('int_gaps__vanished') }}
    -- What the tax register and the ERP tell otherwise is repaired in one of them, by no document.
    where gap_class not in ('not_in_tax_register', 'not_in_erp', 'tax_register_mismatch')
),

int_gaps__place_documents as (
    select * from {{ ref('int_gaps__place_documents') }}
),

documents as (
    select
        vanished.gap_id,
        vanished.document_ids,
        place_documents.invoice_id,
        place_documents.invoice_number,
        place_documents.issue_date
    from int_gaps__vanished as vanished
    inner join int_gaps__place_documents as place_documents
        on vanished.period_place_id = place_documents.place_id
    union distinct
    select
        vanished.gap_id,
        vanished.document_ids,
        place_documents.invoice_id,
        place_documents.invoice_number,
        place_documents.issue_date
    from int_gaps__vanished as vanished
    inner join int_gaps__place_documents as place_documents
        on vanished.invoice_id = place_documents.place_id
),

int_gaps__curing_documents as (
    -- What stands at the gap's place now and did not when it was seen last, however it is dated.
    select
        gap_id,
        string_agg(invoice_id, ', ' order by issue_date, invoice_id) as cured_by,
        string_agg(
            invoice_number || ' (' || issue_date || ')', ', ' order by issue_date, invoice_id
        ) as documents_text,
        max(issue_date) as cured_on
    from documents
    where not coalesce(list_contains(string_split(document_ids, ', '), invoice_id), false)
    group by gap_id
)

select * from int_gaps__curing_documents
