with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
    where charge_kind = 'usage'
),

int_terms__lines as (
    select
        contract_line_id,
        charge_model
    from {{ ref('int_terms__lines') }}
    where charge_model in ('usage_graduated', 'usage_volume', 'usage_package')
),

price_tiers as (
    select * from {{ ref('price_tiers') }}
),

int_replay__wrong_tier as (
    -- CANONICAL 3, causes (2): all usage at one tier's price, or tiers read the other way.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'wrong_tier' as gap_cause,
        price_tiers.tier_number::varchar as detail,
        'usage_per_unit' as new_charge_model,
        price_tiers.unit_price as new_unit_price
    from int_gaps__diverging_periods as periods
    inner join int_terms__lines as lines on periods.contract_line_id = lines.contract_line_id
    inner join price_tiers on lines.contract_line_id = price_tiers.contract_line_id
    union all by name
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'wrong_tier' as gap_cause,
        models.charge_model as detail,
        models.charge_model as new_charge_model
    from int_gaps__diverging_periods as periods
    inner join int_terms__lines as lines on periods.contract_line_id = lines.contract_line_id
    inner join (values ('usage_graduated'), ('usage_volume')) as models (charge_model)
        on lines.charge_model != models.charge_model
    where lines.charge_model != 'usage_package'
)

select * from int_replay__wrong_tier
