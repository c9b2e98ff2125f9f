with int_obligation__raised as (
    {{ raised_rows(ref('int_obligation__priced'), ref('int_obligation__price_steps')) }}
)

select * from int_obligation__raised
