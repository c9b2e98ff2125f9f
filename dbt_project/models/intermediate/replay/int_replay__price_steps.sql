with int_replay__price_steps as (
    {{ price_step_rows(
        ref('int_replay__lines'),
        ref('int_replay__changes'),
        ref('int_replay__segments'),
        ref('price_tiers'),
        ref('index_values'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_replay__price_steps
