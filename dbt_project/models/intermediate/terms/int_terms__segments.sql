with int_terms__segments as (
    {{ term_segments(ref('int_terms__priceable_lines'), ref('int_terms__changes')) }}
)

select * from int_terms__segments
