with int_billing__price_steps as (
    {{ price_step_rows(
        ref('int_terms__priceable_lines'),
        ref('int_terms__changes'),
        ref('int_terms__segments'),
        ref('price_tiers'),
        ref('index_values'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_billing__price_steps
