with int_terms__line_amendments as (
    {{ of_each_line(ref('amendments')) }}
)

select * from int_terms__line_amendments
