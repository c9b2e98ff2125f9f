with run_settings as (
    select * from {{ ref('run_settings') }}
),

dim_run_settings as (
    select
        as_of_date,
        horizon_on,
        grace_days,
        tolerance_minor_units,
        reporting_currency,
        tax_rounding
    from run_settings
)

select * from dim_run_settings
