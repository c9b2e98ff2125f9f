with int_obligation__uplifted as (
    {{ uplifted_rows(ref('int_obligation__priced'), ref('int_obligation__raised')) }}
)

select * from int_obligation__uplifted
