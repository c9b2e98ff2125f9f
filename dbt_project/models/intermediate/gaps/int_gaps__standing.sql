with int_gaps__weighed as (
    select * from {{ ref('int_gaps__weighed') }}
),

int_gaps__decided as (
    select * from {{ ref('int_gaps__decided') }}
    where decision_status in ('standing', 'expired', 'facts_changed', 'no_longer_found')
),

gap_observations as (
    select
        gap_id,
        as_of_date
    from {{ ref('gap_observations') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

seen as (
    select
        gap_id,
        min(as_of_date) as first_seen_on
    from gap_observations
    group by gap_id
),

int_gaps__standing as (
    select
        gaps.* exclude (is_cured, last_seen_on),
        coalesce(seen.first_seen_on, run_settings.as_of_date) as first_seen_on,
        coalesce(gaps.last_seen_on, run_settings.as_of_date) as last_seen_on,
        case
            when gaps.is_cured then 'cured'
            when decided.decision_status = 'standing' then decided.decision
            else 'open'
        end as status,
        decided.owner,
        case when not gaps.is_cured then decided.explanation end as decision_explanation,
        case when not gaps.is_cured then decided.explanation_es end as decision_explanation_es
    from int_gaps__weighed as gaps
    cross join run_settings
    left join seen on gaps.gap_id = seen.gap_id
    left join int_gaps__decided as decided on gaps.gap_id = decided.gap_id
)

select * from int_gaps__standing
