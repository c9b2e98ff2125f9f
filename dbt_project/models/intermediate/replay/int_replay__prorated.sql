with int_replay__prorated as (
    {{ prorated_rows(ref('int_replay__priced')) }}
)

select * from int_replay__prorated
