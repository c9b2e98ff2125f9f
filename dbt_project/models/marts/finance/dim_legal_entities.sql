with legal_entities as (
    select * from {{ ref('legal_entities') }}
),

dim_legal_entities as (
    select
        legal_entity_id,
        name as legal_entity_name,
        tax_id,
        country,
        functional_currency
    from legal_entities
)

select * from dim_legal_entities
