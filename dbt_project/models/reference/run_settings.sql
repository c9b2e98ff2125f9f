with run_settings as (
    -- CANONICAL 2: every run has one as-of date; no model reads the clock.
    select
        '{{ var("as_of_date") }}'::date as as_of_date,
        {{ var("grace_days") }}::integer as grace_days,
        {{ var("horizon_months") }}::integer as horizon_months,
        ('{{ var("as_of_date") }}'::date + interval ({{ var("horizon_months") }}) month)::date
            as horizon_on,
        {{ var("tolerance_minor_units") }}::integer as tolerance_minor_units,
        '{{ var("reporting_currency") }}' as reporting_currency,
        '{{ var("tax_rounding") }}' as tax_rounding
)

select * from run_settings
