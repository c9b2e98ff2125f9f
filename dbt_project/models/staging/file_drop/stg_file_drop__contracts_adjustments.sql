with source as (
    select * from {{ source('file_drop', 'contracts_adjustments') }}
),

stg_file_drop__contracts_adjustments as (
    select
        adjustment_id,
        contract_id,
        contract_line_id,
        kind,
        value::decimal(18, 8) as value,
        start_date::date as start_date,
        end_date::date as end_date,
        index_code,
        index_lag_months::integer as index_lag_months,
        cap_percent::decimal(18, 8) as cap_percent,
        floor_percent::decimal(18, 8) as floor_percent,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_adjustments
