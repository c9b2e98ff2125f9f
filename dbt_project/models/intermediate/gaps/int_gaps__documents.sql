with int_gaps__findings as (
    select
        gap_id,
        contract_line_id,
        billing_period_start,
        invoice_id,
        invoice_ids
    from {{ ref('int_gaps__findings') }}
),

int_gaps__place_documents as (
    select * from {{ ref('int_gaps__place_documents') }}
),

documents as (
    select
        findings.gap_id,
        place_documents.invoice_id
    from int_gaps__findings as findings
    inner join int_gaps__place_documents as place_documents
        on
            findings.contract_line_id || '@' || findings.billing_period_start
            = place_documents.place_id
    union distinct
    select
        findings.gap_id,
        place_documents.invoice_id
    from int_gaps__findings as findings
    inner join int_gaps__place_documents as place_documents
        on findings.invoice_id = place_documents.place_id
    union distinct
    select
        gap_id,
        unnest(string_split(invoice_ids, ', ')) as invoice_id
    from int_gaps__findings
    where invoice_ids is not null
),

int_gaps__documents as (
    select
        gap_id,
        string_agg(invoice_id, ', ' order by invoice_id) as document_ids
    from documents
    group by gap_id
)

select * from int_gaps__documents
