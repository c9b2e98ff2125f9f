with stg_file_drop__erp_legal_entities as (
    select * from {{ ref('stg_file_drop__erp_legal_entities') }}
),

map_file_drop__legal_entities as (
    select
        legal_entity_id,
        name,
        tax_id,
        country,
        functional_currency,
        source_record
    from stg_file_drop__erp_legal_entities
)

select * from map_file_drop__legal_entities
