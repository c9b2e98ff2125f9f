with materiality_thresholds as (
    {{ materiality_thresholds() }}
)

select * from materiality_thresholds
