with int_obligation__segments as (
    -- The linter does not know a lambda of two arguments; DuckDB does.
    {{ term_segments(ref('int_obligation__terms'), ref('int_obligation__changes')) }} -- noqa: PRS
)

select * from int_obligation__segments
