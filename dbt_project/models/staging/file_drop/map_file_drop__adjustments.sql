with stg_file_drop__contracts_adjustments as (
    select * from {{ ref('stg_file_drop__contracts_adjustments') }}
),

map_file_drop__adjustments as (
    select
        adjustment_id,
        contract_id,
        contract_line_id,
        kind,
        value,
        start_date,
        end_date,
        index_code,
        index_lag_months,
        cap_percent,
        floor_percent,
        source_record
    from stg_file_drop__contracts_adjustments
)

select * from map_file_drop__adjustments
