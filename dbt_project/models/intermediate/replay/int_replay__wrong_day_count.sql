with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
    where charge_kind = 'recurring'
),

parts as (
    -- The same days by another convention: only where the period is not one whole, or may be a part
    -- that was agreed to be charged as one.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        any_value(int_billing_schedule.proration) as proration
    from int_gaps__diverging_periods as periods
    inner join int_billing_schedule
        on
            periods.contract_line_id = int_billing_schedule.contract_line_id
            and periods.billing_period_start = int_billing_schedule.billing_period_start
    where
        int_billing_schedule.ratio_numerator != int_billing_schedule.ratio_denominator
        or int_billing_schedule.proration = 'full'
    group by periods.contract_line_id, periods.billing_period_start
),

int_replay__wrong_day_count as (
    -- CANONICAL 3, causes (2): names the convention.
    select
        parts.contract_line_id,
        parts.billing_period_start,
        'wrong_day_count' as gap_cause,
        conventions.proration as detail,
        conventions.proration as new_proration
    from parts
    inner join (
        values ('actual'), ('actual_month'), ('thirty_360'), ('fixed_30'), ('actual_365')
    ) as conventions (proration)
        on parts.proration != conventions.proration
)

select * from int_replay__wrong_day_count
