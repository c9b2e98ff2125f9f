with int_terms__line_adjustments as (
    {{ of_each_line(ref('adjustments')) }}
)

select * from int_terms__line_adjustments
