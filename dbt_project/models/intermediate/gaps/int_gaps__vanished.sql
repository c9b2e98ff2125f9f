with gap_observations as (
    select * from {{ ref('gap_observations') }}
),

int_gaps__findings as (
    select gap_id from {{ ref('int_gaps__findings') }}
),

int_gaps__measured as (
    select
        contract_line_id,
        billing_period_start,
        unjudged_reason
    from {{ ref('int_gaps__measured') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

last_seen as (
    select
        gap_observations.* exclude (as_of_date),
        gap_observations.as_of_date as last_seen_on
    from gap_observations
    inner join run_settings on gap_observations.as_of_date < run_settings.as_of_date
    qualify row_number() over (
        partition by gap_observations.gap_id
        order by gap_observations.as_of_date desc
    ) = 1
),

int_gaps__vanished as (
    -- What cannot be judged any more is not found either: that cures nothing.
    select
        last_seen.*,
        (last_seen.actual_amount - last_seen.expected_amount)::decimal(18, 4) as gap_amount
    from last_seen
    left join int_gaps__findings on last_seen.gap_id = int_gaps__findings.gap_id
    left join int_gaps__measured
        on
            last_seen.contract_line_id = int_gaps__measured.contract_line_id
            and last_seen.billing_period_start = int_gaps__measured.billing_period_start
    where int_gaps__findings.gap_id is null and int_gaps__measured.unjudged_reason is null
)

select * from int_gaps__vanished
