with landed as (
    {{ union_landed('load_counts') }}
),

stg_loads__load_counts as (
    select
        landed_by as source,
        table_name,
        file,
        rows_read::bigint as rows_read,
        rows_loaded::bigint as rows_loaded,
        rows_quarantined::bigint as rows_quarantined
    from landed
)

select * from stg_loads__load_counts
