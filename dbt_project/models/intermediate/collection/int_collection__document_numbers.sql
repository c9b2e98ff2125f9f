with int_collection__documents as (
    select
        invoice_id,
        legal_entity_id,
        invoice_number
    from {{ ref('int_collection__documents') }}
),

int_collection__document_references as (
    select * from {{ ref('int_collection__document_references') }}
),

spelled as (
    select
        invoice_id,
        legal_entity_id,
        {{ number_key('invoice_number') }} as number_key,
        true as is_whole
    from int_collection__documents
    union
    -- `INV/2026/0042`: its digits, as people write them when they leave the letters out.
    select
        invoice_id,
        legal_entity_id,
        ltrim(regexp_replace(invoice_number, '[^0-9]', '', 'g'), '0') as number_key,
        false as is_whole
    from int_collection__documents
    union
    -- `F001-1042`: its last digits alone.
    select
        invoice_id,
        legal_entity_id,
        ltrim(regexp_extract(invoice_number, '([0-9]+)[^0-9]*$', 1), '0') as number_key,
        false as is_whole
    from int_collection__documents
),

keys as (
    -- One spelling that is also the whole number counts as that.
    select
        invoice_id,
        legal_entity_id,
        number_key,
        bool_or(is_whole) as is_whole
    from spelled
    group by invoice_id, legal_entity_id, number_key
),

counted as (
    select
        *,
        count(*) over (partition by legal_entity_id, number_key)::integer as document_count
    from keys
    where number_key != ''
),

spoken_for as (
    select
        legal_entity_id,
        number_key
    from counted
    group by legal_entity_id, number_key
),

int_collection__document_numbers as (
    -- Digits alone name a document only where they are long enough and no other has them.
    select
        invoice_id,
        legal_entity_id,
        number_key,
        is_whole,
        false as is_weak,
        document_count
    from counted
    where is_whole or (length(number_key) >= 4 and document_count = 1)
    union all
    -- `Corrects F-1042` is the reference of one document and the number of another: that one.
    select
        documents.invoice_id,
        documents.legal_entity_id,
        documents.number_key,
        documents.is_whole,
        documents.is_weak,
        documents.document_count
    from int_collection__document_references as documents
    left join spoken_for
        on
            documents.legal_entity_id = spoken_for.legal_entity_id
            and documents.number_key = spoken_for.number_key
    where spoken_for.number_key is null
)

select * from int_collection__document_numbers
