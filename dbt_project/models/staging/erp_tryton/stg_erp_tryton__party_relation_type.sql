with source as (
    select * from {{ source('erp_tryton', 'party_relation_type') }}
),

stg_erp_tryton__party_relation_type as (
    select
        id as relation_type_id,

        name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__party_relation_type
