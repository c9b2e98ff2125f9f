with aging_buckets as (
    select * from {{ ref('aging_buckets') }}
),

dim_aging_buckets as (
    select
        bucket,
        from_days,
        until_days
    from aging_buckets
)

select * from dim_aging_buckets
