with int_gaps__deal_spans as (
    select * from {{ ref('int_gaps__deal_spans') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

readings as (
    select
        unnest([true, true, false, false]) as is_with_once,
        unnest([true, false, true, false]) as is_with_tax
),

counted as (
    select
        spans.* exclude (tax_rate),
        currencies.minor_units,
        readings.is_with_once,
        readings.is_with_tax,
        case when readings.is_with_tax then spans.tax_rate else 0 end as tax_rate,
        {{ fraction_to_amount(
            whole('spans.yearly_amount', 4) ~ ' * spans.from_months',
            '120000',
            'currencies.minor_units'
        ) }} + case when readings.is_with_once then spans.once_amount else 0 end as from_amount,
        {{ fraction_to_amount(
            whole('spans.yearly_amount', 4) ~ ' * spans.to_months',
            '120000',
            'currencies.minor_units'
        ) }} + case when readings.is_with_once then spans.once_amount else 0 end as to_amount
    from int_gaps__deal_spans as spans
    inner join currencies on spans.currency = currencies.currency
    cross join readings
),

int_gaps__deal_readings as (
    -- The CRM does not say what a deal's amount means: a month, a year, the term, with or without
    -- what is charged once, with or without tax.
    select
        contract_id,
        opportunity_id,
        is_term,
        is_with_once,
        is_with_tax,
        from_months,
        first_months,
        last_months,
        deal_amount,
        {{ round_amount(times_rate('from_amount', '1 + tax_rate'), 'minor_units') }}
            as from_amount,
        {{ round_amount(times_rate('to_amount', '1 + tax_rate'), 'minor_units') }} as to_amount,
        yearly_amount,
        currency,
        minor_units,
        is_usual and not is_with_tax as is_rough,
        is_term and is_with_once and not is_with_tax as is_contract_value
    from counted
)

select * from int_gaps__deal_readings
