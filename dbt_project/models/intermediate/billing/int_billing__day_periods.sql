with int_billing__day_periods as (
    {{ day_period_rows(ref('int_terms__priceable_lines'), ref('run_settings')) }}
)

select * from int_billing__day_periods
