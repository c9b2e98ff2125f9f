with source as (
    select * from {{ source('file_drop', 'contracts_contract_lines') }}
),

stg_file_drop__contracts_contract_lines as (
    select
        contract_line_id,
        contract_id,
        product_id,
        description,
        charge_model,
        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,
        price_period,
        billing_period,
        billing_timing,
        billing_anchor,
        billing_anchor_day::integer as billing_anchor_day,
        billing_anchor_date::date as billing_anchor_date,
        proration,
        start_date::date as start_date,
        end_date::date as end_date,
        tax_rate::decimal(28, 16) as tax_rate,
        included_quantity::decimal(18, 8) as included_quantity,
        minimum_amount::decimal(18, 4) as minimum_amount,
        recognition,
        recognition_span,
        standalone_price::decimal(18, 8) as standalone_price,
        bundle_id,
        quote_line_id,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_contract_lines
