with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_billing_schedule as (
    select
        *,
        first_value(unit_price) over period_in_time as first_unit_price,
        first_value(quantity) over period_in_time as first_quantity,
        count(*) over (partition by contract_line_id, billing_period_start) as segment_count
    from {{ ref('int_billing_schedule') }}
    where charge_kind = 'recurring'
    window period_in_time as (
        partition by contract_line_id, billing_period_start order by period_start
    )
),

int_replay__not_prorated as (
    -- CANONICAL 3, causes (1): the whole period charged, at the terms of any of its segments. An
    -- uncut whole period has nothing that could have been left unprorated, nor has its first terms
    -- charged throughout: that is a change not applied.
    select
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        'not_prorated' as gap_cause,
        min_by(
            int_billing_schedule.ratio_numerator || '/' || int_billing_schedule.ratio_denominator,
            int_billing_schedule.period_start
        ) as detail,
        int_billing_schedule.segment_count > 1 as is_every_amendment_omitted,
        case when int_billing_schedule.segment_count > 1 then int_billing_schedule.quantity end
            as new_quantity,
        case when int_billing_schedule.segment_count > 1 then int_billing_schedule.unit_price end
            as new_unit_price,
        'full' as new_proration
    from int_gaps__diverging_periods
    inner join int_billing_schedule
        on
            int_gaps__diverging_periods.contract_line_id = int_billing_schedule.contract_line_id
            and int_gaps__diverging_periods.billing_period_start
            = int_billing_schedule.billing_period_start
    where
        int_billing_schedule.ratio_numerator != int_billing_schedule.ratio_denominator
        and (
            int_billing_schedule.segment_count = 1
            or (int_billing_schedule.quantity, int_billing_schedule.unit_price)
            is distinct from (
                int_billing_schedule.first_quantity, int_billing_schedule.first_unit_price
            )
        )
    group by
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        int_billing_schedule.segment_count,
        int_billing_schedule.quantity,
        int_billing_schedule.unit_price
)

select * from int_replay__not_prorated
