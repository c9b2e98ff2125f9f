with int_obligation__discounted as (
    {{ discounted_rows(ref('int_obligation__prorated'), ref('currencies')) }}
)

select * from int_obligation__discounted
