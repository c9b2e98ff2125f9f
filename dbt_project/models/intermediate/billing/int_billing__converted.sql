with int_billing__converted as (
    {{ converted_rows(
        ref('int_billing__netted'),
        ref('int_terms__priceable_lines'),
        ref('exchange_rates'),
        ref('currencies'),
        ref('run_settings')
    ) }}
)

select * from int_billing__converted
