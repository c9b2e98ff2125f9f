with int_gaps__decided as (
    select * from {{ ref('int_gaps__decided') }}
),

fct_gap_decisions as (
    select
        gap_id,
        decision,
        owner,
        reason,
        decision_status,
        explanation,
        explanation_es,
        source_record,
        decided_on,
        expires_on,
        facts_seen_on
    from int_gaps__decided
)

select * from fct_gap_decisions
