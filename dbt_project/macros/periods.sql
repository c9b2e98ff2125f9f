{# Billing periods: the tiles of a line's life. Written once and called by two thin models, on the
   contract's terms up to the horizon and on the terms of an obligation up to its end. #}

{% macro month_period_rows(lines, run_settings) %}
with lines as (
    select * from {{ lines }}
),

run_settings as (
    select horizon_on from {{ run_settings }}
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
            when 'day'
                then
                    {{ month_index('life_start') }}
                    + (
                        {{ anchored_day('0') }} < life_start
                    )::integer
            when 'date' then {{ month_index('billing_anchor_date') }}
        end as first_month,
        case billing_anchor
            when 'start' then day(life_start)
            when 'calendar' then 1
            when 'day' then billing_anchor_day
            when 'date' then day(billing_anchor_date)
        end as anchor_day
    from lines
    cross join run_settings
    where charge_model not in ('one_time', 'milestone') and billing_months is not null
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
)

{{ periods_in_life('month_periods') }}
{% endmacro %}

{% macro day_period_rows(lines, run_settings) %}
with lines as (
    select * from {{ lines }}
),

run_settings as (
    select horizon_on from {{ run_settings }}
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
            when billing_anchor = 'day' and {{ anchored_day('0') }} >= life_start
                then {{ anchored_day('0') }}
            when billing_anchor = 'day' then {{ anchored_day('1') }}
            when billing_anchor = 'date' then billing_anchor_date
            else life_start
        end as anchor_on
    from lines
    cross join run_settings
    where charge_model not in ('one_time', 'milestone') and billing_days is not null
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
)

{{ periods_in_life('day_periods') }}
{% endmacro %}
