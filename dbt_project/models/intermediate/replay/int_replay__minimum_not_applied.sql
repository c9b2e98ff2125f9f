with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
    where charge_kind = 'minimum_true_up'
),

int_replay__minimum_not_applied as (
    -- CANONICAL 3, causes (1): the true-up to the minimum was left out.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'minimum_not_applied' as gap_cause,
        {{ number_text('int_billing_schedule.minimum_share_amount') }} as detail,
        true as is_minimum_omitted
    from int_gaps__diverging_periods as periods
    inner join int_billing_schedule
        on
            periods.contract_line_id = int_billing_schedule.contract_line_id
            and periods.billing_period_start = int_billing_schedule.billing_period_start
)

select * from int_replay__minimum_not_applied
