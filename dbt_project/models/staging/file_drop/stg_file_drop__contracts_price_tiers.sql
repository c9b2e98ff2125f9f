with source as (
    select * from {{ source('file_drop', 'contracts_price_tiers') }}
),

stg_file_drop__contracts_price_tiers as (
    select
        contract_line_id,
        tier_number::integer as tier_number,
        up_to_quantity::decimal(18, 8) as up_to_quantity,
        unit_price::decimal(18, 8) as unit_price,
        flat_amount::decimal(18, 4) as flat_amount,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_price_tiers
