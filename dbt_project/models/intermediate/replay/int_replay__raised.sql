with int_replay__raised as (
    {{ raised_rows(
        ref('int_replay__priced'),
        ref('int_replay__price_steps')
    ) }}
)

select * from int_replay__raised
