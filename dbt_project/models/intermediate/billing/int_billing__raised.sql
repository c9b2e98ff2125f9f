with int_billing__raised as (
    {{ raised_rows(
        ref('int_billing__priced'),
        ref('int_billing__price_steps')
    ) }}
)

select * from int_billing__raised
