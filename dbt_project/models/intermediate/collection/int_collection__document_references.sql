with int_collection__documents as (
    select
        invoice_id,
        legal_entity_id,
        {{ plain_text('reference') }} as reference
    from {{ ref('int_collection__documents') }}
    where reference is not null
),

orders as (
    select {{ number_key('purchase_order') }} as number_key
    from {{ ref('invoices') }}
    where purchase_order is not null
    union
    select {{ number_key('purchase_order') }} as number_key
    from {{ ref('contracts') }}
    where purchase_order is not null
),

spelled as (
    select
        invoice_id,
        legal_entity_id,
        {{ number_key('reference') }} as number_key,
        true as is_whole
    from int_collection__documents
    union
    -- `lease 4471 Linares`: its digits, as people write them when they leave the words out.
    select
        invoice_id,
        legal_entity_id,
        ltrim(unnest(regexp_extract_all(reference, '\b[0-9]{4,}\b')), '0') as number_key,
        false as is_whole
    from int_collection__documents
),

keys as (
    select
        invoice_id,
        legal_entity_id,
        number_key,
        bool_or(is_whole) as is_whole
    from spelled
    where regexp_matches(number_key, '[0-9]')
    group by invoice_id, legal_entity_id, number_key
),

counted as (
    select
        *,
        count(*) over (partition by legal_entity_id, number_key)::integer as document_count
    from keys
),

int_collection__document_references as (
    -- What several documents bear, and the order of a customer, names none by itself.
    select
        counted.*,
        counted.document_count > 1 or orders.number_key is not null as is_weak
    from counted
    left join orders on counted.number_key = orders.number_key
    where counted.is_whole or (length(counted.number_key) >= 4 and counted.document_count = 1)
)

select * from int_collection__document_references
