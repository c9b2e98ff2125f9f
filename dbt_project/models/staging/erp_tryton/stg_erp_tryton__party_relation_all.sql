with source as (
    select * from {{ source('erp_tryton', 'party_relation_all') }}
),

stg_erp_tryton__party_relation_all as (
    select
        id as relation_id,
        from_party as from_party_id,
        to_party as to_party_id,
        type as relation_type_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__party_relation_all
