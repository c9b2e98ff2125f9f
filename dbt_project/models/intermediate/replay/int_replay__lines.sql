with int_replay__variants as (
    select * from {{ ref('int_replay__variants') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_replay__lines as (
    -- The contract line with the terms that the variant alters; everything else as signed.
    select
        int_replay__variants.terms_variant,
        lines.* exclude (
            terms_variant, quantity, unit_price, proration, life_until, fx_rule, fx_rate,
            charge_model, price_ratio_numerator, price_ratio_denominator, minimum_amount
        ),
        coalesce(int_replay__variants.new_charge_model, lines.charge_model) as charge_model,
        coalesce(int_replay__variants.new_price_ratio_numerator, lines.price_ratio_numerator)
            as price_ratio_numerator,
        coalesce(int_replay__variants.new_price_ratio_denominator, lines.price_ratio_denominator)
            as price_ratio_denominator,
        case when not int_replay__variants.is_minimum_omitted then lines.minimum_amount end
            as minimum_amount,
        coalesce(int_replay__variants.new_quantity, lines.quantity) as quantity,
        coalesce(int_replay__variants.new_unit_price, lines.unit_price) as unit_price,
        coalesce(int_replay__variants.new_proration, lines.proration) as proration,
        coalesce(int_replay__variants.new_life_until, lines.life_until) as life_until,
        case
            when
                coalesce(int_replay__variants.new_rate, int_gaps__diverging_periods.held_rate)
                is not null
                then 'fixed'
            else lines.fx_rule
        end as fx_rule,
        coalesce(
            int_replay__variants.new_rate, int_gaps__diverging_periods.held_rate, lines.fx_rate
        ) as fx_rate
    from int_replay__variants
    inner join int_terms__priceable_lines as lines
        on int_replay__variants.contract_line_id = lines.contract_line_id
    inner join int_gaps__diverging_periods
        on
            int_replay__variants.contract_line_id = int_gaps__diverging_periods.contract_line_id
            and int_replay__variants.billing_period_start
            = int_gaps__diverging_periods.billing_period_start
)

select * from int_replay__lines
