with limits as (
    -- The upper limits of the ageing buckets, in days overdue, each within its bucket.
    select unnest({{ var('aging_limits') }})::integer as until_days
),

overdue as (
    select
        coalesce(lag(until_days) over (order by until_days), 0) + 1 as from_days,
        until_days
    from limits
),

aging_buckets as (
    select
        'current' as bucket,
        0 as from_days,
        0 as until_days
    union all
    select
        from_days || '-' || until_days as bucket,
        from_days,
        until_days
    from overdue
    union all
    select
        max(until_days) || '+' as bucket,
        max(until_days) + 1 as from_days,
        null::integer as until_days
    from limits
)

select * from aging_buckets
