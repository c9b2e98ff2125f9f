with int_gaps__register_documents as (
    select * from {{ ref('int_gaps__register_documents') }}
),

int_gaps__register_links as (
    select * from {{ ref('int_gaps__register_links') }}
    where is_link
),

rejected as (
    select
        links.registered_document_id,
        links.is_sure,
        booked.*,
        registered.receiver_key as registered_receiver_key,
        registered.total_amount as registered_total_amount
    from int_gaps__register_documents as registered
    inner join int_gaps__register_links as links
        on registered.document_id = links.registered_document_id
    inner join int_gaps__register_documents as booked
        on links.invoice_id = booked.document_id and booked.side = 'erp'
    where
        registered.side = 'register'
        and registered.buyer_response = 'rejected'
        and registered.document_type != 'credit_note'
),

notes as (
    select
        documents.*,
        links.invoice_id is not null as is_in_both
    from int_gaps__register_documents as documents
    left join int_gaps__register_links as links
        on documents.document_id = links.registered_document_id and documents.side = 'register'
    where documents.document_type = 'credit_note'
),

answered as (
    -- A note that names the document; or one of the same buyer and amount that may mean it.
    select rejected.document_id
    from rejected
    inner join notes
        on
            rejected.issuer_key = notes.issuer_key
            and rejected.issue_date <= notes.issue_date
            and (
                rejected.document_id = notes.related_invoice_id
                or (
                    notes.side = 'erp'
                    and notes.related_invoice_id is null
                    and rejected.customer_id = notes.customer_id
                    and rejected.total_amount = notes.total_amount
                )
                or (
                    notes.side = 'register'
                    and not notes.is_in_both
                    and rejected.registered_receiver_key = notes.receiver_key
                    and rejected.registered_total_amount = notes.total_amount
                )
            )
    group by rejected.document_id
),

int_gaps__register_rejections as (
    select
        'rejected_by_buyer' as gap_class,
        case when rejected.is_sure then 'proved' else 'probable' end as certainty,
        rejected.registered_document_id,
        rejected.document_id as invoice_id,
        rejected.customer_id,
        rejected.legal_entity_id,
        rejected.net_amount as expected_amount,
        rejected.net_amount as actual_amount,
        rejected.currency,
        rejected.issue_date::varchar as detail
    from rejected
    left join answered on rejected.document_id = answered.document_id
    where answered.document_id is null
)

select * from int_gaps__register_rejections
