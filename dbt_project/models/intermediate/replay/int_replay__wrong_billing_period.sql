with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
    where charge_kind = 'recurring'
),

int_terms__priceable_lines as (
    select
        contract_line_id,
        billing_months,
        price_months
    from {{ ref('int_terms__priceable_lines') }}
    where billing_months is not null and price_months is not null
),

int_replay__wrong_billing_period as (
    -- CANONICAL 3, causes (2): the price of a month, quarter, half or year for another period.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'wrong_billing_period' as gap_cause,
        'P' || rhythms.month_count || 'M' as detail,
        rhythms.month_count::integer as new_price_ratio_numerator,
        lines.price_months as new_price_ratio_denominator
    from int_gaps__diverging_periods as periods
    inner join int_terms__priceable_lines as lines
        on periods.contract_line_id = lines.contract_line_id
    inner join (
        values (1), (3), (6), (12)
    ) as rhythms (month_count)
        on lines.billing_months != rhythms.month_count
)

select * from int_replay__wrong_billing_period
