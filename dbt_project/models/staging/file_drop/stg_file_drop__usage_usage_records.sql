with source as (
    select * from {{ source('file_drop', 'usage_usage_records') }}
),

stg_file_drop__usage_usage_records as (
    select
        usage_id,
        contract_line_id,
        used_on::date as used_on,
        quantity::decimal(18, 8) as quantity,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__usage_usage_records
