with mapped as (
    {{ union_mapped('legal_entities') }}
),

legal_entities as (
    select
        legal_entity_id,
        name,
        tax_id,
        country,
        functional_currency,
        source_record
    from mapped
)

select * from legal_entities
