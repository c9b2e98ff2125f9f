with stg_file_drop__usage_usage_records as (
    select * from {{ ref('stg_file_drop__usage_usage_records') }}
),

map_file_drop__usage_records as (
    select
        usage_id,
        contract_line_id,
        used_on,
        quantity,
        source_record
    from stg_file_drop__usage_usage_records
)

select * from map_file_drop__usage_records
