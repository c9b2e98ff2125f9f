with int_replay__segments as (
    {{ term_segments(ref('int_replay__lines'), ref('int_replay__changes')) }}
)

select * from int_replay__segments
