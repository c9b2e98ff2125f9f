with source as (
    select * from {{ source('erp_tryton', 'party_identifier') }}
),

stg_erp_tryton__party_identifier as (
    select
        id as identifier_id,
        party as party_id,

        type as identifier_type,
        code,

        sequence,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__party_identifier
