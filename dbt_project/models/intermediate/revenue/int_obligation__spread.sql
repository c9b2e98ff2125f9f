with int_obligation__paths as (
    select * from {{ ref('int_obligation__paths') }}
),

int_obligation__converted as (
    select * from {{ ref('int_obligation__converted') }}
    where not is_standalone and charge_model != 'one_time'
),

periods as (
    -- All versions have the same billing periods, as far as each goes.
    select
        contract_line_id,
        billing_period_start,
        max(billing_period_until) as billing_period_until
    from int_obligation__converted
    group by contract_line_id, billing_period_start
),

stretches as (
    select
        paths.*,
        periods.billing_period_start,
        greatest(paths.begins_on, periods.billing_period_start) as earned_from,
        least(paths.path_until, periods.billing_period_until) as earned_until
    from int_obligation__paths as paths
    inner join periods
        on
            paths.contract_line_id = periods.contract_line_id
            and {{ overlaps(
                'paths.begins_on', 'paths.path_until',
                'periods.billing_period_start', 'periods.billing_period_until'
            ) }}
    where paths.begins_on < paths.path_until
),

settled as (
    select
        paths.contract_line_id,
        paths.version_number,
        any_value(paths.earning_method) as earning_method,
        any_value(paths.begins_on) as begins_on,
        any_value(paths.allocated_amount - paths.earned_before) as left_amount,
        any_value(paths.minor_units) as minor_units,
        max(periods.billing_period_start) as billing_period_start
    from int_obligation__paths as paths
    inner join periods
        on
            paths.contract_line_id = periods.contract_line_id
            and paths.begins_on >= periods.billing_period_start
    where paths.term_until <= paths.begins_on
    group by paths.contract_line_id, paths.version_number
),

int_obligation__spread as (
    select
        stretches.contract_line_id,
        stretches.version_number,
        stretches.billing_period_start,
        stretches.earning_method,
        stretches.earned_from,
        stretches.earned_until,
        (
            {{ earned_on_path('stretches.earned_until', 'stretches') }}
            - {{ earned_on_path('stretches.earned_from', 'stretches') }}
        )::decimal(18, 4) as invoice_net_amount,
        stretches.minor_units as invoice_minor_units
    from stretches
    union all by name
    select
        contract_line_id,
        version_number,
        billing_period_start,
        earning_method,
        begins_on as earned_from,
        begins_on + 1 as earned_until,
        left_amount::decimal(18, 4) as invoice_net_amount,
        minor_units as invoice_minor_units
    from settled
    where left_amount is distinct from 0
)

select * from int_obligation__spread
