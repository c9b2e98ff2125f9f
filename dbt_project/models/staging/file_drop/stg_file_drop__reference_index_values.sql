with source as (
    select * from {{ source('file_drop', 'reference_index_values') }}
),

stg_file_drop__reference_index_values as (
    select
        index_code,
        index_month::date as index_month,
        value::decimal(28, 16) as value,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__reference_index_values
