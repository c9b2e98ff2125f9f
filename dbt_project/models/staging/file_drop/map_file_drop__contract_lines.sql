with stg_file_drop__contracts_contract_lines as (
    select * from {{ ref('stg_file_drop__contracts_contract_lines') }}
),

map_file_drop__contract_lines as (
    select
        contract_line_id,
        contract_id,
        product_id,
        description,
        charge_model,
        quantity,
        unit_price,
        price_period,
        billing_period,
        billing_timing,
        billing_anchor,
        billing_anchor_day,
        billing_anchor_date,
        proration,
        start_date,
        end_date,
        tax_rate,
        included_quantity,
        minimum_amount,
        recognition,
        recognition_span,
        standalone_price,
        bundle_id,
        quote_line_id,
        source_record
    from stg_file_drop__contracts_contract_lines
)

select * from map_file_drop__contract_lines
