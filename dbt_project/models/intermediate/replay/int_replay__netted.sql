with int_replay__netted as (
    {{ netted_rows(ref('int_replay__prorated'), ref('int_replay__lines'), ref('currencies')) }}
)

select * from int_replay__netted
