with int_gaps__quoted_lines as (
    select * from {{ ref('int_gaps__quoted_lines') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

int_terms__signed_lines as (
    select * from {{ ref('int_terms__signed_lines') }}
),

contracts as (
    select
        contract_id,
        end_date
    from {{ ref('contracts') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
    where kind = 'percent_discount'
),

int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__lines as (
    select
        contract_line_id,
        life_until
    from {{ ref('int_terms__lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

discounts as (
    select
        lines.contract_line_id,
        list(adjustments.value order by adjustments.value) as percent_discounts
    from int_terms__signed_lines as lines
    inner join int_terms__line_adjustments as adjustments
        on
            lines.contract_line_id = adjustments.contract_line_id
            and lines.start_date >= adjustments.start_date
            and lines.start_date <= coalesce(adjustments.end_date, {{ never() }})
    group by lines.contract_line_id
),

shares as (
    select
        contract_line_id,
        {{ discount_product('numerator') }} as kept_numerator, -- noqa: PRS
        {{ discount_product('denominator') }} as kept_denominator -- noqa: PRS
    from discounts
),

paired as (
    select
        lines.contract_id,
        pairs.contract_line_id,
        quotes.quote_id,
        quotes.opportunity_id,
        pairs.quote_line_id,
        lines.charge_model,
        quotes.currency as quoted_currency,
        lines.currency,
        lines.invoice_currency,
        currencies.minor_units,
        quote_lines.billing_period as quoted_billing_period,
        lines.billing_period,
        quote_lines.price_period as quoted_price_period,
        -- Only what recurs is priced by the period; elsewhere the contract's word says nothing.
        case when lines.charge_model in ('flat', 'per_unit') then lines.price_period end
            as price_period,
        quote_lines.quantity as quoted_quantity,
        lines.quantity as line_quantity,
        coalesce(segments.quantity, lines.quantity) as quantity,
        -- Wide, so that months can be multiplied in.
        quote_lines.unit_price::decimal(28, 8) as quoted_price,
        lines.unit_price::decimal(28, 8) as line_price,
        coalesce(segments.unit_price, lines.unit_price)::decimal(28, 8) as unit_price,
        coalesce(quote_lines.discount_percent, 0) as quoted_percent,
        case
            when shares.kept_denominator is null then 0
            else {{ fraction_to_amount(
                '100 * (shares.kept_denominator - shares.kept_numerator)',
                'shares.kept_denominator',
                4
            ) }}
        end as start_percent,
        pairs.is_keyed,
        coalesce(segments.charge_state = 'free', false) as is_free_at_start,
        coalesce(segments.amount_discount > 0, false) as has_amount_discount,
        coalesce(
            segments.segment_until > lines.first_term_end
            or segments.segment_until >= int_terms__lines.life_until,
            false
        ) as is_same_to_the_end,
        coalesce(
            segments.charge_state = 'charged'
            and segments.amount_discount = 0
            and segments.price_set_on is null,
            false
        ) as is_plain,
        quote_lines.start_date as quoted_start,
        lines.start_date,
        quote_lines.end_date as quoted_end,
        coalesce(lines.end_date, contracts.end_date) as end_date,
        lines.first_term_end,
        segments.segment_until
    from int_gaps__quoted_lines as pairs
    inner join quote_lines on pairs.quote_line_id = quote_lines.quote_line_id
    inner join quotes on quote_lines.quote_id = quotes.quote_id
    inner join int_terms__signed_lines as lines
        on pairs.contract_line_id = lines.contract_line_id
    inner join contracts on lines.contract_id = contracts.contract_id
    inner join currencies on lines.currency = currencies.currency
    left join shares on pairs.contract_line_id = shares.contract_line_id
    left join int_terms__segments as segments
        on
            pairs.contract_line_id = segments.contract_line_id
            and lines.start_date = segments.segment_start
    left join int_terms__lines on pairs.contract_line_id = int_terms__lines.contract_line_id
),

measured as (
    select
        *,
        {{ period_length('quoted_price_period') }} as quoted_price_length,
        {{ period_length('price_period') }} as price_length,
        {{ full_months('start_date', '(first_term_end + 1)') }} as full_months,
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
),

int_gaps__quote_terms as (
    select
        * exclude (full_months),
        case
            -- An end a hundred years away is none, and prices nothing.
            when
                {{ months_after('start_date', 'full_months') }} = first_term_end + 1
                and first_term_end - start_date < 36525
                then full_months
        end as term_months
    from measured
)

select * from int_gaps__quote_terms
