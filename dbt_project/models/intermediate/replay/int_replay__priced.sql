with int_replay__priced as (
    {{ priced_rows(
        ref('int_replay__lines'),
        ref('int_replay__periods'),
        ref('int_replay__segments')
    ) }}
)

select * from int_replay__priced
