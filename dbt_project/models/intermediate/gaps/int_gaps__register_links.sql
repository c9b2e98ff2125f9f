with int_gaps__register_documents as (
    select * from {{ ref('int_gaps__register_documents') }}
),

spelled as (
    select
        side,
        document_id,
        issuer_key,
        document_type,
        {{ number_key('document_number') }} as number_key,
        true as is_whole
    from int_gaps__register_documents
    union
    -- `F-1042`: its digits, as a register writes it that keeps the type in a column of its own.
    select
        side,
        document_id,
        issuer_key,
        document_type,
        ltrim(regexp_replace(document_number, '[^0-9]', '', 'g'), '0') as number_key,
        false as is_whole
    from int_gaps__register_documents
    union
    -- `F001-1042`: its last digits alone.
    select
        side,
        document_id,
        issuer_key,
        document_type,
        ltrim(regexp_extract(document_number, '([0-9]+)[^0-9]*$', 1), '0') as number_key,
        false as is_whole
    from int_gaps__register_documents
),

alike as (
    -- A number may leave its letters out on one side only: `F1-7` and `F2-7` are two documents.
    select
        registered.document_id as registered_document_id,
        booked.document_id as invoice_id,
        bool_or(registered.is_whole and booked.is_whole) as is_same_number
    from spelled as registered
    inner join spelled as booked
        on
            registered.issuer_key = booked.issuer_key
            and registered.document_type = booked.document_type
            and registered.number_key = booked.number_key
            and (registered.is_whole or booked.is_whole)
    where registered.side = 'register' and booked.side = 'erp' and registered.number_key != ''
    group by registered.document_id, booked.document_id
),

weighed as (
    select
        alike.*,
        (registered.issue_date = booked.issue_date)::integer
        + (registered.total_amount = booked.total_amount)::integer
        + coalesce((registered.receiver_key = booked.receiver_key)::integer, 0)
            as agreement_count
    from alike
    inner join int_gaps__register_documents as registered
        on alike.registered_document_id = registered.document_id and registered.side = 'register'
    inner join int_gaps__register_documents as booked
        on alike.invoice_id = booked.document_id and booked.side = 'erp'
),

ranked as (
    select
        *,
        rank() over (
            partition by registered_document_id order by is_same_number desc, agreement_count desc
        ) as registered_rank,
        rank() over (
            partition by invoice_id order by is_same_number desc, agreement_count desc
        ) as invoice_rank
    from weighed
),

int_gaps__register_links as (
    -- Each side's likeliest is the other; what ties or agrees in nothing but some digits links
    -- nothing, and yet neither side can be said to lack the other.
    select
        registered_document_id,
        invoice_id,
        -- A number without its series names the document where most else agrees too.
        is_same_number or agreement_count > 1 as is_sure,
        registered_rank = 1
        and invoice_rank = 1
        and (is_same_number or agreement_count > 0)
        and count(*) over (
            partition by registered_document_id, registered_rank, invoice_rank
        ) = 1
        and count(*) over (partition by invoice_id, registered_rank, invoice_rank) = 1 as is_link
    from ranked
)

select * from int_gaps__register_links
