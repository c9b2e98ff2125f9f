with int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

run_settings as (
    select horizon_on from {{ ref('run_settings') }}
),

month_grids as (
    -- CANONICAL 2, billing periods: every anchor in months is a first month, a day of the month
    -- and a step, so a boundary is counted from the anchor and clipped, never from the last one.
    select
        terms_variant,
        contract_line_id,
        life_start,
        least(life_until, horizon_on + 1) as grid_until,
        life_until,
        billing_months as step,
        case billing_anchor
            when 'start' then {{ month_index('life_start') }}
            when 'calendar'
                then ({{ month_index('life_start') }} // billing_months) * billing_months
            when 'day' then
                {{ month_index('life_start') }}
                + (
                    {{ day_of_month_index(month_index('life_start'), 'billing_anchor_day') }}
                    < life_start
                )::integer
            when 'date' then {{ month_index('billing_anchor_date') }}
        end as first_month,
        case billing_anchor
            when 'start' then day(life_start)
            when 'calendar' then 1
            when 'day' then billing_anchor_day
            when 'date' then day(billing_anchor_date)
        end as anchor_day
    from int_terms__priceable_lines
    cross join run_settings
    where charge_model != 'one_time' and billing_months is not null
),

month_steps as (
    select
        *,
        unnest(range(
            ({{ month_index('life_start') }} - first_month) // step - 2,
            ({{ month_index('grid_until') }} - first_month) // step + 2
        )) as step_number
    from month_grids
    where life_start < grid_until
),

month_periods as (
    select
        terms_variant,
        contract_line_id,
        life_start,
        life_until,
        grid_until,
        {{ day_of_month_index('first_month + step_number * step', 'anchor_day') }}
            as full_period_start,
        {{ day_of_month_index('first_month + (step_number + 1) * step', 'anchor_day') }}
            as full_period_until
    from month_steps
),

day_grids as (
    select
        terms_variant,
        contract_line_id,
        life_start,
        least(life_until, horizon_on + 1) as grid_until,
        life_until,
        billing_days as step,
        case
            when billing_anchor = 'calendar' and billing_period like '%W'
                then {{ monday_of('life_start') }}
            when billing_anchor = 'day' then
                case
                    when
                        {{ day_of_month_index(month_index('life_start'), 'billing_anchor_day') }}
                        >= life_start
                        then
                            {{ day_of_month_index(month_index('life_start'), 'billing_anchor_day') }}
                    else
                        {{ day_of_month_index(month_index('life_start') ~ ' + 1', 'billing_anchor_day') }}
                end
            when billing_anchor = 'date' then billing_anchor_date
            else life_start
        end as anchor_on
    from int_terms__priceable_lines
    cross join run_settings
    where charge_model != 'one_time' and billing_days is not null
),

day_steps as (
    select
        *,
        unnest(range(
            (life_start - anchor_on) // step - 2,
            (grid_until - anchor_on) // step + 2
        )) as step_number
    from day_grids
    where life_start < grid_until
),

day_periods as (
    select
        terms_variant,
        contract_line_id,
        life_start,
        life_until,
        grid_until,
        anchor_on + (step_number * step)::integer as full_period_start,
        anchor_on + ((step_number + 1) * step)::integer as full_period_until
    from day_steps
),

one_time_periods as (
    select
        terms_variant,
        contract_line_id,
        life_start,
        life_until,
        life_until as grid_until,
        life_start as full_period_start,
        life_until as full_period_until
    from int_terms__priceable_lines
    cross join run_settings
    where charge_model = 'one_time' and life_start <= horizon_on
),

all_periods as (
    select * from month_periods
    union all by name
    select * from day_periods
    union all by name
    select * from one_time_periods
),

int_billing__periods as (
    -- Periods tile the line's life: the first and the last may be part of a full one.
    select
        terms_variant,
        contract_line_id,
        full_period_start,
        full_period_until,
        greatest(full_period_start, life_start) as billing_period_start,
        least(full_period_until, life_until) as billing_period_until
    from all_periods
    where
        full_period_until > life_start
        and full_period_start < life_until
        and full_period_start < grid_until
)

select * from int_billing__periods
