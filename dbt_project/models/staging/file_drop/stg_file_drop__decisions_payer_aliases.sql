with source as (
    select * from {{ source('file_drop', 'decisions_payer_aliases') }}
),

stg_file_drop__decisions_payer_aliases as (
    select
        alias,
        customer_id,
        decided_by,
        decided_on::date as decided_on,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__decisions_payer_aliases
