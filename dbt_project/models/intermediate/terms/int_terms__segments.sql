with int_terms__segments as (
    -- The linter does not know a lambda of two arguments; DuckDB does.
    {{ term_segments(ref('int_terms__priceable_lines'), ref('int_terms__changes')) }} -- noqa: PRS
)

select * from int_terms__segments
