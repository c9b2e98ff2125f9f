with int_billing__month_periods as (
    {{ month_period_rows(ref('int_terms__priceable_lines'), ref('run_settings')) }}
)

select * from int_billing__month_periods
