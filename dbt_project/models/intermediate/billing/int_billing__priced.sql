with int_billing__priced as (
    {{ priced_rows(
        ref('int_terms__priceable_lines'),
        ref('int_billing__periods'),
        ref('int_terms__segments')
    ) }}
)

select * from int_billing__priced
