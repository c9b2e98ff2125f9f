with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__changes as (
    select
        *,
        case
            when kind = 'free' then 'free_period_extended'
            when kind in ('percent_discount', 'amount_discount') then 'discount_expired'
            else 'missed_ramp'
        end as gap_cause
    from {{ ref('int_terms__changes') }}
    where
        kind in ('free', 'percent_discount', 'amount_discount', 'price', 'quantity')
        and not is_amendment
),

ended as (
    select
        periods.contract_line_id,
        periods.billing_period_start,
        changes.gap_cause,
        case when changes.kind = 'quantity' then changes.kind end as component,
        changes.change_id,
        changes.ended_until
    from int_gaps__diverging_periods as periods
    inner join int_terms__changes as changes
        on
            periods.contract_line_id = changes.contract_line_id
            and periods.billing_period_until > changes.ended_until
),

int_replay__window_extended as (
    -- CANONICAL 3, causes (1): a window that is over and was applied all the same; what is free is
    -- given by the month, so a free window may also have been one to three months too long.
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        component,
        change_id as detail,
        change_id as extended_change_id,
        {{ never() }} as extended_until
    from ended
    union all
    select
        ended.contract_line_id,
        ended.billing_period_start,
        ended.gap_cause,
        ended.component,
        ended.change_id as detail,
        ended.change_id as extended_change_id,
        (ended.ended_until + to_months(months.month_count::integer))::date as extended_until
    from ended
    cross join range(1, 4) as months (month_count)
    where
        ended.gap_cause = 'free_period_extended'
        and ended.ended_until + to_months(months.month_count::integer) > ended.billing_period_start
)

select * from int_replay__window_extended
