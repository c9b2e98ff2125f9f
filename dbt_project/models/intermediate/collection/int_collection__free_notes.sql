with invoices as (
    select * from {{ ref('invoices') }}
    where document_type = 'credit_note' and total_amount > 0
),

int_collection__credits as (
    select credit_note_id
    from {{ ref('int_collection__credits') }}
),

int_collection__free_notes as (
    -- A credit note that names no document of ours: whatever the customer pays next may be less it.
    select
        notes.invoice_id,
        notes.invoice_number,
        notes.legal_entity_id,
        notes.customer_id,
        notes.issue_date,
        notes.total_amount,
        notes.currency
    from invoices as notes
    left join int_collection__credits as credits on notes.invoice_id = credits.credit_note_id
    where credits.credit_note_id is null
)

select * from int_collection__free_notes
