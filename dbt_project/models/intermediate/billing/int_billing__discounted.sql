with int_billing__discounted as (
    {{ discounted_rows(ref('int_billing__prorated'), ref('currencies')) }}
)

select * from int_billing__discounted
