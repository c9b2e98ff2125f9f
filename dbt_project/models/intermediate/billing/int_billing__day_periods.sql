with int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

run_settings as (
    select horizon_on from {{ ref('run_settings') }}
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
    from int_terms__priceable_lines
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
),

int_billing__day_periods as (
    {{ periods_in_life('day_periods') }}
)

select * from int_billing__day_periods
