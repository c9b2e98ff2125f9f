with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__changes as (
    select * from {{ ref('int_terms__changes') }}
    where kind in ('uplift_percent', 'index')
),

int_terms__lines as (
    select
        contract_line_id,
        life_start
    from {{ ref('int_terms__lines') }}
),

years as (
    select
        periods.contract_line_id,
        periods.billing_period_start,
        periods.billing_period_until,
        lines.life_start,
        unnest(range(1, year(periods.billing_period_until) - year(lines.life_start) + 1))
            as year_number
    from int_gaps__diverging_periods as periods
    inner join int_terms__lines as lines on periods.contract_line_id = lines.contract_line_id
),

anniversaries as (
    select
        *,
        (life_start + to_years(year_number::integer))::date as anniversary_on
    from years
),

raised as (
    select
        anniversaries.contract_line_id,
        anniversaries.billing_period_start,
        case changes.kind when 'index' then 'missed_index' else 'missed_uplift' end as gap_cause,
        changes.change_id,
        anniversaries.anniversary_on,
        count(*) over (
            partition by
                anniversaries.contract_line_id,
                anniversaries.billing_period_start,
                changes.change_id
            order by anniversaries.anniversary_on desc
        ) as later_count
    from anniversaries
    inner join int_terms__changes as changes
        on
            anniversaries.contract_line_id = changes.contract_line_id
            and anniversaries.anniversary_on >= changes.began_on
            and anniversaries.anniversary_on < changes.ended_until
    where anniversaries.anniversary_on < anniversaries.billing_period_until
),

int_replay__anniversary_left_out as (
    -- CANONICAL 3, causes (1): one anniversary left out, or it and all that followed.
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        anniversary_on::varchar as detail,
        change_id as limited_change_id,
        anniversary_on as limited_from,
        anniversary_on + 1 as limited_until
    from raised
    union all
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        anniversary_on || ' …' as detail,
        change_id as limited_change_id,
        anniversary_on as limited_from,
        {{ never() }} as limited_until
    from raised
    where later_count > 1
)

select * from int_replay__anniversary_left_out
