with source as (
    select * from {{ source('file_drop', 'decisions_gap_decisions') }}
),

stg_file_drop__decisions_gap_decisions as (
    select
        gap_id,
        decision,
        owner,
        reason,
        decided_on::date as decided_on,
        expires_on::date as expires_on,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__decisions_gap_decisions
