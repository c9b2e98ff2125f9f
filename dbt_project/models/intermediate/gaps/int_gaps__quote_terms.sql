with int_gaps__quoted_lines as (
    select * from {{ ref('int_gaps__quoted_lines') }}
),

int_gaps__start_terms as (
    select * from {{ ref('int_gaps__start_terms') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

paired as (
    select
        start_terms.*,
        quotes.quote_id,
        quotes.opportunity_id,
        pairs.quote_line_id,
        quotes.currency as quoted_currency,
        currencies.minor_units,
        quote_lines.billing_period as quoted_billing_period,
        quote_lines.price_period as quoted_price_period,
        quote_lines.quantity as quoted_quantity,
        -- Wide, so that months can be multiplied in.
        quote_lines.unit_price::decimal(28, 8) as quoted_price,
        coalesce(quote_lines.discount_percent, 0) as quoted_percent,
        pairs.is_keyed,
        quote_lines.start_date as quoted_start,
        quote_lines.end_date as quoted_end
    from int_gaps__quoted_lines as pairs
    inner join int_gaps__start_terms as start_terms
        on pairs.contract_line_id = start_terms.contract_line_id
    inner join quote_lines on pairs.quote_line_id = quote_lines.quote_line_id
    inner join quotes on quote_lines.quote_id = quotes.quote_id
    inner join currencies on start_terms.currency = currencies.currency
),

int_gaps__quote_terms as (
    select
        *,
        {{ period_length('quoted_price_period') }} as quoted_price_length,
        {{ period_length('price_period') }} as price_length,
        coalesce(
            quoted_currency = currency
            and charge_model in ('flat', 'per_unit', 'one_time', 'usage_per_unit')
            and (
                (quoted_price_period is null and price_period is null)
                or {{ period_months('quoted_price_period') }}
                * {{ period_months('price_period') }} > 0
                or {{ period_days('quoted_price_period') }}
                * {{ period_days('price_period') }} > 0
            ),
            false
        ) as is_price_comparable
    from paired
)

select * from int_gaps__quote_terms
