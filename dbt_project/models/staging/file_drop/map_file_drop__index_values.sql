with stg_file_drop__reference_index_values as (
    select * from {{ ref('stg_file_drop__reference_index_values') }}
),

map_file_drop__index_values as (
    select
        index_code,
        index_month,
        value,
        false as is_published,
        source_record
    from stg_file_drop__reference_index_values
)

select * from map_file_drop__index_values
