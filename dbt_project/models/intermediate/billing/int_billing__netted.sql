with int_billing__netted as (
    {{ netted_rows(ref('int_billing__prorated'), ref('int_terms__priceable_lines'), ref('currencies')) }}
)

select * from int_billing__netted
