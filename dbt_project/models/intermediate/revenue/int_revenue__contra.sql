with int_revenue__concessions as (
    select * from {{ ref('int_revenue__concessions') }}
    where conceded_amount > 0
),

int_revenue__earned as (
    select * from {{ ref('int_revenue__earned') }}
),

conceded as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        sum(conceded_amount) as conceded_amount,
        any_value(whole_amount) as whole_amount,
        any_value(minor_units) as minor_units
    from int_revenue__concessions
    group by contract_line_id, billing_period_start, revenue_month
),

periods as (
    select
        contract_line_id,
        billing_period_start,
        any_value(whole_amount) as whole_amount,
        any_value(minor_units) as minor_units
    from conceded
    group by contract_line_id, billing_period_start
),

months as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month
    from int_revenue__earned
    union distinct
    select
        contract_line_id,
        billing_period_start,
        revenue_month
    from conceded
),

in_time as (
    select
        months.*,
        periods.whole_amount,
        periods.minor_units,
        sum(coalesce(int_revenue__earned.earned_amount, 0)) over period_in_time as earned_to_date,
        sum(coalesce(conceded.conceded_amount, 0)) over period_in_time as conceded_to_date
    from months
    inner join periods
        on
            months.contract_line_id = periods.contract_line_id
            and months.billing_period_start = periods.billing_period_start
    left join int_revenue__earned
        on
            months.contract_line_id = int_revenue__earned.contract_line_id
            and months.billing_period_start = int_revenue__earned.billing_period_start
            and months.revenue_month = int_revenue__earned.revenue_month
    left join conceded
        on
            months.contract_line_id = conceded.contract_line_id
            and months.billing_period_start = conceded.billing_period_start
            and months.revenue_month = conceded.revenue_month
    window period_in_time as (
        partition by months.contract_line_id, months.billing_period_start
        order by months.revenue_month
    )
),

before as (
    select
        *,
        coalesce(lag(earned_to_date) over period_in_time, 0) as earned_before,
        coalesce(lag(conceded_to_date) over period_in_time, 0) as conceded_before
    from in_time
    window period_in_time as (
        partition by contract_line_id, billing_period_start order by revenue_month
    )
),

shared as (
    -- What was given away lowers what is earned in the same share, to date and rounded once; what
    -- falls on earlier months is taken back in the month of the note, and those are not restated.
    select
        *,
        {{ conceded_share('conceded_to_date', 'earned_to_date') }} as lowered_to_date,
        {{ conceded_share('conceded_before', 'earned_before') }} as lowered_before,
        {{ conceded_share('conceded_to_date', 'earned_before') }} as lowered_on_earlier
    from before
),

int_revenue__contra as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        (lowered_to_date - lowered_before)::decimal(18, 4) as lowered_amount,
        (lowered_on_earlier - lowered_before)::decimal(18, 4) as contra_amount
    from shared
    where lowered_to_date != lowered_before
)

select * from int_revenue__contra
