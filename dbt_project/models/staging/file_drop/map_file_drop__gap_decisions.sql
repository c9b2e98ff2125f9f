with stg_file_drop__decisions_gap_decisions as (
    select * from {{ ref('stg_file_drop__decisions_gap_decisions') }}
),

map_file_drop__gap_decisions as (
    select
        gap_id,
        decision,
        owner,
        reason,
        decided_on,
        expires_on,
        source_record
    from stg_file_drop__decisions_gap_decisions
)

select * from map_file_drop__gap_decisions
