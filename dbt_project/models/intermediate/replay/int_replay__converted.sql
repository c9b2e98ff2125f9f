with int_replay__converted as (
    {{ converted_rows(
        ref('int_replay__with_minimums'),
        ref('daily_exchange_rates'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_replay__converted
