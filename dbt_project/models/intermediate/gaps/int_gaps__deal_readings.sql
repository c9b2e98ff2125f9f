with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_only_contract
),

int_gaps__contract_values as (
    select * from {{ ref('int_gaps__contract_values') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
    where is_won and amount > 0
),

currencies as (
    select * from {{ ref('currencies') }}
),

months as (
    select unnest(range(0, 61)) as months
),

readings as (
    select
        unnest([true, true, false, false]) as is_with_once,
        unnest([true, false, true, false]) as is_with_tax
),

compared as (
    select
        contract_values.*,
        contract_deals.opportunity_id,
        contract_deals.renewal,
        contract_deals.currency,
        currencies.minor_units,
        opportunities.amount::decimal(28, 4) as deal_amount,
        coalesce(contract_values.full_months, 12) as first_months,
        coalesce(
            contract_values.full_months + (
                {{ months_after('contract_values.recurring_start', 'contract_values.full_months') }}
                != contract_values.recurring_until
            )::integer,
            12
        ) as last_months
    from int_gaps__contract_values as contract_values
    inner join int_gaps__contract_deals as contract_deals
        on contract_values.contract_id = contract_deals.contract_id
    inner join opportunities
        on
            contract_deals.opportunity_id = opportunities.opportunity_id
            and contract_deals.currency = opportunities.currency
    inner join currencies on contract_deals.currency = currencies.currency
),

spans as (
    select
        *,
        true as is_term,
        true as is_usual,
        case when yearly_amount > 0 then first_months else 0 end as from_months,
        case when yearly_amount > 0 then last_months else 0 end as to_months
    from compared
    union all
    select
        compared.*,
        false as is_term,
        coalesce(months.months in (1, 12, compared.billing_months), false) as is_usual,
        months.months as from_months,
        months.months as to_months
    from compared
    cross join months
    where
        compared.yearly_amount > 0
        and (
            months.months in (1, 12, compared.billing_months)
            or (months.months = 0 and compared.once_amount > 0)
            -- Without an end: what is left of a year, or the terms that are usually sold.
            or (
                compared.full_months is null
                and (months.months between 1 and 12 or months.months in (18, 24, 36, 48, 60))
            )
            or (
                compared.renewal = 'auto'
                and compared.full_months > 0
                and months.months % compared.full_months = 0
                and months.months > 0
            )
        )
),

counted as (
    select
        spans.* exclude (tax_rate),
        readings.is_with_once,
        readings.is_with_tax,
        case when readings.is_with_tax then spans.tax_rate else 0 end as tax_rate,
        {{ fraction_to_amount(
            whole('spans.yearly_amount', 4) ~ ' * spans.from_months', '120000', 'spans.minor_units'
        ) }} + case when readings.is_with_once then spans.once_amount else 0 end as from_amount,
        {{ fraction_to_amount(
            whole('spans.yearly_amount', 4) ~ ' * spans.to_months', '120000', 'spans.minor_units'
        ) }} + case when readings.is_with_once then spans.once_amount else 0 end as to_amount
    from spans
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
