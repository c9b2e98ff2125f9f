with int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
    where unpriced_reason is null and life_start < life_until
),

int_terms__priceable_lines as (
    -- CANONICAL 2, amount: a full period costs price × (billing_period ÷ price_period); where they
    -- are not both months or both days, 1 year = 12 months = 52 weeks = 365 days.
    select
        *,
        case
            when charge_model not in ('flat', 'per_unit') then 1
            when billing_months is not null and price_months is not null then billing_months
            when billing_days is not null and price_days is not null then billing_days
            when billing_months is not null and price_days % 7 = 0 and price_period like '%W'
                then billing_months * 52
            when billing_months is not null then billing_months * 365
            when billing_period like '%W' then (billing_days // 7) * 12
            else billing_days * 12
        end as price_ratio_numerator,
        case
            when charge_model not in ('flat', 'per_unit') then 1
            when billing_months is not null and price_months is not null then price_months
            when billing_days is not null and price_days is not null then price_days
            when billing_months is not null and price_period like '%W'
                then 12 * (price_days // 7)
            when billing_months is not null then 12 * price_days
            when billing_period like '%W' then 52 * price_months
            else 365 * price_months
        end as price_ratio_denominator
    from int_terms__lines
)

select * from int_terms__priceable_lines
