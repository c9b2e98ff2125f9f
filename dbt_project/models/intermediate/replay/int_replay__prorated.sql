with int_replay__prorated as (
    {{ prorated_rows(
        ref('int_replay__tiered')
    ) }}
)

select * from int_replay__prorated
