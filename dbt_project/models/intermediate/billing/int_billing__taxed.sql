with int_billing__taxed as (
    {{ taxed_rows(
        ref('int_billing__converted'), ref('int_terms__priceable_lines'), ref('currencies')
    ) }}
)

select * from int_billing__taxed
