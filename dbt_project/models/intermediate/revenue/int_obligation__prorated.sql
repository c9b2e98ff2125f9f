with int_obligation__prorated as (
    {{ prorated_rows(ref('int_obligation__charged')) }}
)

select * from int_obligation__prorated
