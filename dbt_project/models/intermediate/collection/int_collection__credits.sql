with invoices as (
    select * from {{ ref('invoices') }}
),

int_collection__documents as (
    select
        invoice_id,
        total_amount,
        currency
    from {{ ref('int_collection__documents') }}
),

related as (
    select
        notes.invoice_id as credit_note_id,
        documents.invoice_id,
        notes.issue_date as credited_on,
        notes.total_amount as note_amount,
        documents.total_amount
        - coalesce(
            sum(notes.total_amount) over (
                partition by documents.invoice_id
                order by notes.issue_date, notes.invoice_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as creditable_amount,
        notes.currency
    from invoices as notes
    inner join int_collection__documents as documents
        on
            notes.related_invoice_id = documents.invoice_id
            and notes.currency = documents.currency
    where notes.document_type = 'credit_note' and notes.total_amount > 0
),

int_collection__credits as (
    -- A credit never exceeds its document; what is left of the note stays on the note.
    select
        credit_note_id,
        invoice_id,
        least(note_amount, creditable_amount)::decimal(18, 4) as credited_amount,
        currency,
        credited_on
    from related
    where creditable_amount > 0
)

select * from int_collection__credits
