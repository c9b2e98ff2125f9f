with int_replay__tier_charges as (
    {{ tier_charge_rows(
        ref('int_replay__uplifted'),
        ref('int_replay__lines'),
        ref('int_replay__segments'),
        ref('usage_records'),
        ref('price_tiers'),
        ref('int_replay__price_steps')
    ) }}
)

select * from int_replay__tier_charges
