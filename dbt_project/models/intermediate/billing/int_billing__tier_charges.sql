with int_billing__tier_charges as (
    {{ tier_charge_rows(
        ref('int_billing__uplifted'),
        ref('int_terms__priceable_lines'),
        ref('int_terms__segments'),
        ref('usage_records'),
        ref('price_tiers'),
        ref('int_billing__price_steps')
    ) }}
)

select * from int_billing__tier_charges
