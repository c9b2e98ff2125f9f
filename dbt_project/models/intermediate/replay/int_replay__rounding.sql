with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
    where charge_kind = 'recurring' and row_count = 1
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
    where quantity is not null and unit_price is not null and charge_model != 'flat'
),

currencies as (
    select * from {{ ref('currencies') }}
),

int_replay__rounding as (
    -- CANONICAL 3, causes (6): each unit's share of the price rounded before it was multiplied,
    -- or each unit's price in the invoice currency.
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'rounding' as gap_cause,
        currencies.currency as detail,
        'full' as new_proration,
        1::integer as new_price_ratio_numerator,
        1::integer as new_price_ratio_denominator,
        try({{ fraction_to_amount(
            whole('schedule.unit_price', 8)
            ~ ' * schedule.price_ratio_numerator * schedule.ratio_numerator',
            '100000000::hugeint * schedule.price_ratio_denominator * schedule.ratio_denominator',
            'currencies.minor_units'
        ) }})::decimal(18, 8) as new_unit_price
    from int_gaps__diverging_periods as periods
    inner join int_billing_schedule as schedule
        on
            periods.contract_line_id = schedule.contract_line_id
            and periods.billing_period_start = schedule.billing_period_start
    inner join currencies on periods.currency = currencies.currency
    union all by name
    select
        periods.contract_line_id,
        periods.billing_period_start,
        'rounding' as gap_cause,
        currencies.currency as detail,
        1::decimal(28, 16) as new_rate,
        try({{ round_amount(
            'schedule.unit_price::decimal(20, 8)'
            ~ ' * coalesce(periods.held_rate, schedule.exchange_rate)::decimal(18, 10)',
            'currencies.minor_units'
        ) }})::decimal(18, 8) as new_unit_price
    from int_gaps__diverging_periods as periods
    inner join int_billing_schedule as schedule
        on
            periods.contract_line_id = schedule.contract_line_id
            and periods.billing_period_start = schedule.billing_period_start
    inner join currencies on periods.invoice_currency = currencies.currency
    where periods.currency != periods.invoice_currency
)

select * from int_replay__rounding
