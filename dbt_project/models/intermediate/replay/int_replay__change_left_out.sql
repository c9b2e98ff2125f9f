with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__changes as (
    select
        *,
        case
            when kind = 'free' then 'free_period_billed'
            when kind in ('percent_discount', 'amount_discount') then 'discount_not_applied'
            when kind in ('price', 'quantity') then 'missed_ramp'
        end as gap_cause
    from {{ ref('int_terms__changes') }}
    where
        kind in ('free', 'percent_discount', 'amount_discount', 'price', 'quantity')
        and not is_amendment
),

in_force as (
    select
        periods.contract_line_id,
        periods.billing_period_start,
        changes.gap_cause,
        changes.kind,
        case when changes.kind = 'quantity' then changes.kind end as component,
        changes.change_id,
        changes.began_on
    from int_gaps__diverging_periods as periods
    inner join int_terms__changes as changes
        on
            periods.contract_line_id = changes.contract_line_id
            and {{ overlaps(
                'changes.began_on', 'changes.ended_until',
                'periods.billing_period_start', 'periods.billing_period_until'
            ) }}
),

every as (
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        max(component) as component,
        string_agg(change_id, ', ' order by change_id) as detail,
        list(change_id order by change_id) as omitted_change_ids
    from in_force
    group by contract_line_id, billing_period_start, gap_cause
    having count(*) > 1
),

stepped as (
    -- A step of a ramp that was not taken: what held before it goes on.
    select
        in_force.contract_line_id,
        in_force.billing_period_start,
        in_force.gap_cause,
        in_force.component,
        in_force.change_id as detail,
        [in_force.change_id] as omitted_change_ids,
        max_by(earlier.change_id, (earlier.ended_until, earlier.change_id)) as extended_change_id
    from in_force
    inner join int_terms__changes as earlier
        on
            in_force.contract_line_id = earlier.contract_line_id
            and in_force.kind = earlier.kind
            and in_force.began_on >= earlier.ended_until
    where in_force.gap_cause = 'missed_ramp'
    group by
        in_force.contract_line_id,
        in_force.billing_period_start,
        in_force.gap_cause,
        in_force.component,
        in_force.change_id
),

int_replay__change_left_out as (
    -- CANONICAL 3, causes (1): a free window, discount or step of a ramp in force that was not
    -- applied, any one or all of a kind.
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        component,
        change_id as detail,
        [change_id] as omitted_change_ids
    from in_force
    union all by name
    select * from every
    union all by name
    select
        *,
        {{ never() }} as extended_until
    from stepped
)

select * from int_replay__change_left_out
