with mapped as (
    {{ union_mapped('adjustments') }}
),

adjustments as (
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
    from mapped
)

select * from adjustments
