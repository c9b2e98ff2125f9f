with int_gaps__register_documents as (
    select * from {{ ref('int_gaps__register_documents') }}
),

int_gaps__register_links as (
    select * from {{ ref('int_gaps__register_links') }}
),

windows as (
    select
        side,
        issuer_key,
        min(issue_date) as first_on,
        max(issue_date) as last_on
    from int_gaps__register_documents
    group by side, issuer_key
),

paired as (
    select
        'register' as side,
        registered_document_id as document_id
    from int_gaps__register_links
    union
    select
        'erp' as side,
        invoice_id as document_id
    from int_gaps__register_links
),

unpaired as (
    select documents.*
    from int_gaps__register_documents as documents
    left join paired
        on documents.side = paired.side and documents.document_id = paired.document_id
    where paired.document_id is null
),

undone as (
    -- A document and the note that takes all of it back, both unknown to the tax office, were
    -- never issued.
    select unnest([documents.document_id, notes.document_id]) as document_id
    from unpaired as documents
    inner join unpaired as notes
        on
            documents.document_id = notes.related_invoice_id
            and documents.total_amount = notes.total_amount
            and documents.currency = notes.currency
    where documents.side = 'erp' and notes.side = 'erp' and notes.document_type = 'credit_note'
),

int_gaps__register_unpaired as (
    -- With the days that the other side was loaded for: outside of them it lacks nothing.
    select
        unpaired.*,
        windows.first_on,
        windows.last_on
    from unpaired
    inner join windows
        on unpaired.issuer_key = windows.issuer_key and unpaired.side != windows.side
    left join undone on unpaired.side = 'erp' and unpaired.document_id = undone.document_id
    where undone.document_id is null
)

select * from int_gaps__register_unpaired
