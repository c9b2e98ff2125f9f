with int_billing__prorated as (
    {{ prorated_rows(ref('int_billing__priced')) }}
)

select * from int_billing__prorated
