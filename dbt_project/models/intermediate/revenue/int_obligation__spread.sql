with int_obligation__paths as (
    select * from {{ ref('int_obligation__paths') }}
),

int_obligation__converted as (
    select * from {{ ref('int_obligation__converted') }}
    where not is_standalone and charge_model != 'one_time'
),

periods as (
    -- The billing periods of the last version, which tile all the days that any version earns on.
    select
        contract_line_id,
        billing_period_start,
        billing_period_until
    from int_obligation__converted
    qualify
        version_number = max(version_number) over (partition by contract_line_id)
        and row_number() over (
            partition by contract_line_id, version_number, billing_period_start
            order by period_start
        ) = 1
),

last_periods as (
    select
        contract_line_id,
        max(billing_period_start) as billing_period_start
    from periods
    group by contract_line_id
),

stretches as (
    select
        paths.*,
        periods.billing_period_start,
        greatest(paths.effective_on, periods.billing_period_start) as earned_from,
        least(paths.path_until, periods.billing_period_until) as earned_until
    from int_obligation__paths as paths
    inner join periods
        on
            paths.contract_line_id = periods.contract_line_id
            and {{ overlaps(
                'paths.effective_on', 'paths.path_until',
                'periods.billing_period_start', 'periods.billing_period_until'
            ) }}
),

settled as (
    select
        paths.*,
        last_periods.billing_period_start
    from int_obligation__paths as paths
    inner join last_periods on paths.contract_line_id = last_periods.contract_line_id
    where paths.term_until <= paths.effective_on
),

int_obligation__spread as (
    select
        contract_line_id,
        billing_period_start,
        method,
        earned_from,
        earned_until,
        (
            {{ earned_on_path('stretches.earned_until', 'stretches') }}
            - {{ earned_on_path('stretches.earned_from', 'stretches') }}
        )::decimal(18, 4) as invoice_net_amount,
        minor_units as invoice_minor_units
    from stretches
    union all by name
    select
        contract_line_id,
        billing_period_start,
        method,
        effective_on as earned_from,
        effective_on + 1 as earned_until,
        (allocated_amount - earned_before)::decimal(18, 4) as invoice_net_amount,
        minor_units as invoice_minor_units
    from settled
)

select * from int_obligation__spread
