with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
    where is_amendment
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

contract_cancels as (
    select * from {{ ref('int_terms__cancel_dates') }}
),

changes as (
    select
        contract_line_id,
        change_id,
        case when kind in ('price', 'quantity') then kind else 'time' end as component,
        began_on,
        null::date as new_life_until
    from int_terms__changes
    union all
    -- Without this cancel the line lives until the next one, or as long as its term.
    select
        cancels.contract_line_id,
        cancels.amendment_id as change_id,
        'time' as component,
        cancels.cancelled_on as began_on,
        least(
            any_value(int_terms__lines.uncancelled_until),
            coalesce(min(other_cancels.cancelled_on), {{ never() }})
        ) as new_life_until
    from contract_cancels as cancels
    inner join int_terms__lines
        on cancels.contract_line_id = int_terms__lines.contract_line_id
    left join contract_cancels as other_cancels
        on
            cancels.contract_line_id = other_cancels.contract_line_id
            and other_cancels.amendment_id is distinct from cancels.amendment_id
    where cancels.amendment_id is not null
    group by cancels.contract_line_id, cancels.amendment_id, cancels.cancelled_on
),

relevant as (
    select
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        changes.change_id,
        changes.component,
        changes.new_life_until,
        count(*) over (
            partition by
                int_gaps__diverging_periods.contract_line_id,
                int_gaps__diverging_periods.billing_period_start
        ) as change_count
    from int_gaps__diverging_periods
    inner join changes
        on
            int_gaps__diverging_periods.contract_line_id = changes.contract_line_id
            and int_gaps__diverging_periods.billing_period_until >= changes.began_on
),

int_replay__amendment_not_applied as (
    -- CANONICAL 3, causes (1): any one left out, or all.
    select
        contract_line_id,
        billing_period_start,
        'amendment_not_applied' as gap_cause,
        change_id as detail,
        component,
        [change_id] as omitted_change_ids,
        new_life_until
    from relevant
    union all by name
    select
        contract_line_id,
        billing_period_start,
        'amendment_not_applied' as gap_cause,
        string_agg(change_id, ', ' order by change_id) as detail,
        -- Of several kinds the one that is charged: a price or quantity before a day.
        min(component) as component,
        true as is_every_amendment_omitted,
        max(new_life_until) as new_life_until
    from relevant
    where change_count > 1
    group by contract_line_id, billing_period_start
)

select * from int_replay__amendment_not_applied
