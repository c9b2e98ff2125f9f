with int_billing__converted as (
    {{ converted_rows(
        ref('int_billing__with_minimums'),
        ref('daily_exchange_rates'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_billing__converted
