with contract_lines as (
    select
        contract_line_id,
        charge_model
    from {{ ref('contract_lines') }}
    where charge_model in ('usage_graduated', 'usage_volume', 'usage_package')
),

price_tiers as (
    select * from {{ ref('price_tiers') }}
),

tiers as (
    select
        contract_lines.contract_line_id,
        contract_lines.charge_model,
        price_tiers.tier_number,
        price_tiers.up_to_quantity,
        price_tiers.tier_number != row_number() over tiers_in_order
        -- The last tier has no limit even if one is given.
        or (
            row_number() over tiers_in_order > 1
            and lag(price_tiers.up_to_quantity) over tiers_in_order is null
        )
        or lag(price_tiers.up_to_quantity) over tiers_in_order
        >= price_tiers.up_to_quantity as has_hole
    from contract_lines
    left join price_tiers on contract_lines.contract_line_id = price_tiers.contract_line_id
    window tiers_in_order as (
        partition by contract_lines.contract_line_id order by price_tiers.tier_number
    )
),

int_terms__tier_faults as (
    select
        contract_line_id,
        case
            when bool_or(tier_number is null) then 'price_tiers missing'
            when
                any_value(charge_model) = 'usage_package'
                and coalesce(min_by(up_to_quantity, tier_number), 0) <= 0
                then 'price_tiers: no package size'
            when any_value(charge_model) != 'usage_package' and bool_or(coalesce(has_hole, false))
                then 'price_tiers with holes'
        end as unpriced_reason
    from tiers
    group by contract_line_id
)

select * from int_terms__tier_faults
