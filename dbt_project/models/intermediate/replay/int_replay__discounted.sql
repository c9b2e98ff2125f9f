with int_replay__discounted as (
    {{ discounted_rows(ref('int_replay__prorated'), ref('currencies')) }}
)

select * from int_replay__discounted
