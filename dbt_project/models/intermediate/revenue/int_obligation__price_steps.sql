with int_obligation__price_steps as (
    {{ price_step_rows(
        ref('int_obligation__terms'),
        ref('int_obligation__changes'),
        ref('int_obligation__segments'),
        ref('price_tiers'),
        ref('index_values'),
        ref('currencies'),
        ref('int_obligation__settings')
    ) }}
)

select * from int_obligation__price_steps
