with mapped as (
    {{ union_mapped('price_tiers') }}
),

price_tiers as (
    select
        contract_line_id,
        tier_number,
        up_to_quantity,
        unit_price,
        flat_amount,
        source_record
    from mapped
)

select * from price_tiers
