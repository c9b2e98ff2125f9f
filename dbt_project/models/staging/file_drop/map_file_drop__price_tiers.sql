with stg_file_drop__contracts_price_tiers as (
    select * from {{ ref('stg_file_drop__contracts_price_tiers') }}
),

map_file_drop__price_tiers as (
    select
        contract_line_id,
        tier_number,
        up_to_quantity,
        unit_price,
        flat_amount,
        source_record
    from stg_file_drop__contracts_price_tiers
)

select * from map_file_drop__price_tiers
