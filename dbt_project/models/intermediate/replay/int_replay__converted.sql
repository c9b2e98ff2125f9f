with int_replay__converted as (
    {{ converted_rows(
        ref('int_replay__with_minimums'),
        ref('int_replay__lines'),
        ref('exchange_rates'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_replay__converted
