with int_billing__prorated as (
    {{ prorated_rows(
        ref('int_billing__tiered')
    ) }}
)

select * from int_billing__prorated
