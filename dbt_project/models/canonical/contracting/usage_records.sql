with mapped as (
    {{ union_mapped('usage_records') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

usage_records as (
    select
        mapped.usage_id,
        mapped.contract_line_id,
        mapped.used_on,
        mapped.quantity,
        mapped.source_record
    from mapped
    inner join run_settings on mapped.used_on <= run_settings.as_of_date
)

select * from usage_records
