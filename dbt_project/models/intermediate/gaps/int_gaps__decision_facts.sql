with gap_decisions as (
    select * from {{ ref('gap_decisions') }}
),

gap_observations as (
    select * from {{ ref('gap_observations') }}
),

latest as (
    select
        gap_id,
        decided_on
    from gap_decisions
    qualify row_number() over (partition by gap_id order by decided_on desc) = 1
),

int_gaps__decision_facts as (
    -- What a decision was taken on: the gap as the last run up to its day showed it; a decision
    -- that is older than every run was taken on what the first one showed.
    select
        latest.gap_id,
        latest.decided_on,
        gap_observations.as_of_date as facts_seen_on,
        gap_observations.expected_amount,
        gap_observations.actual_amount,
        gap_observations.currency,
        gap_observations.gap_cause,
        gap_observations.second_gap_cause,
        gap_observations.document_ids
    from latest
    inner join gap_observations on latest.gap_id = gap_observations.gap_id
    qualify row_number() over (
        partition by latest.gap_id
        order by
            case
                when gap_observations.as_of_date <= latest.decided_on
                    then gap_observations.as_of_date
            end desc nulls last,
            gap_observations.as_of_date
    ) = 1
)

select * from int_gaps__decision_facts
