with int_gaps__register_documents as (
    select * from {{ ref('int_gaps__register_documents') }}
),

int_gaps__register_links as (
    select * from {{ ref('int_gaps__register_links') }}
),

int_gaps__register_mismatches as (
    select * from {{ ref('int_gaps__register_mismatches') }}
),

int_gaps__register_rejections as (
    select * from {{ ref('int_gaps__register_rejections') }}
),

customers as (
    select
        {{ tax_id_key('tax_id') }} as receiver_key,
        case when count(*) = 1 then min(customer_id) end as customer_id
    from {{ ref('customers') }}
    where tax_id is not null
    group by receiver_key
),

source_windows as (
    select
        legal_entity_id,
        invoices_from
    from {{ ref('source_windows') }}
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

not_registered as (
    select
        'not_in_tax_register' as gap_class,
        'proved' as certainty,
        null::varchar as subject_id,
        null::varchar as message_code,
        null::varchar as registered_document_id,
        unpaired.document_id as invoice_id,
        unpaired.customer_id,
        unpaired.legal_entity_id,
        unpaired.net_amount as expected_amount,
        unpaired.net_amount as actual_amount,
        unpaired.currency,
        unpaired.issue_date::varchar as detail,
        windows.first_on::varchar as expected_value,
        windows.last_on::varchar as actual_value
    from unpaired
    inner join windows
        on
            unpaired.issuer_key = windows.issuer_key
            and windows.side = 'register'
            and unpaired.issue_date between windows.first_on and windows.last_on
    left join undone on unpaired.document_id = undone.document_id
    where unpaired.side = 'erp' and unpaired.total_amount != 0 and undone.document_id is null
),

not_booked as (
    -- From the ERP's first document on: what lies before was not loaded.
    select
        'not_in_erp' as gap_class,
        'proved' as certainty,
        unpaired.document_id as subject_id,
        case
            when unpaired.document_type != 'invoice' then 'not_in_erp_' || unpaired.document_type
        end as message_code,
        unpaired.document_id as registered_document_id,
        null::varchar as invoice_id,
        customers.customer_id,
        unpaired.legal_entity_id,
        unpaired.net_amount as expected_amount,
        unpaired.net_amount as actual_amount,
        unpaired.currency,
        unpaired.issue_date::varchar as detail,
        unpaired.document_number as expected_value,
        null::varchar as actual_value
    from unpaired
    inner join windows
        on
            unpaired.issuer_key = windows.issuer_key
            and windows.side = 'erp'
            and unpaired.issue_date >= windows.first_on
    left join source_windows on unpaired.legal_entity_id = source_windows.legal_entity_id
    left join customers on unpaired.receiver_key = customers.receiver_key
    where
        unpaired.side = 'register'
        and coalesce(unpaired.issue_date >= source_windows.invoices_from, true)
),

findings as (
    select * from not_registered
    union all by name
    select * from not_booked
    union all by name
    select * from int_gaps__register_mismatches
    union all by name
    select * from int_gaps__register_rejections
),

int_gaps__register as (
    -- Form: the document's amount stands on both sides unless the amounts are what differs.
    select
        *,
        invoice_id as invoice_ids
    from findings
)

select * from int_gaps__register
