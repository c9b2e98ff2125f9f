with int_obligation__charged as (
    {{ fixed_rows(ref('int_obligation__uplifted')) }}
)

select * from int_obligation__charged
