with int_obligation__priced as (
    {{ priced_rows(
        ref('int_obligation__terms'),
        ref('int_obligation__periods'),
        ref('int_obligation__segments')
    ) }}
)

select * from int_obligation__priced
