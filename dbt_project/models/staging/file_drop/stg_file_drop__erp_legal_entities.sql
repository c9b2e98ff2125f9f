with source as (
    select * from {{ source('file_drop', 'erp_legal_entities') }}
),

stg_file_drop__erp_legal_entities as (
    select
        legal_entity_id,
        name,
        tax_id,
        country,
        functional_currency,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_legal_entities
