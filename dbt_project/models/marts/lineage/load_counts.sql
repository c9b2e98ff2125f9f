with stg_loads__load_counts as (
    select * from {{ ref('stg_loads__load_counts') }}
),

load_counts as (
    select
        source,
        table_name,
        file,

        rows_read,
        rows_loaded,
        rows_quarantined
    from stg_loads__load_counts
)

select * from load_counts
