with int_replay__uplifted as (
    {{ uplifted_rows(
        ref('int_replay__priced'),
        ref('int_replay__raised')
    ) }}
)

select * from int_replay__uplifted
