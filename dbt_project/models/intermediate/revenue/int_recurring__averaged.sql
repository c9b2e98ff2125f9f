with int_recurring__renewals as (
    select * from {{ ref('int_recurring__renewals') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_billing__price_steps as (
    select * from {{ ref('int_billing__price_steps') }}
    where tier_number = 0
),

currencies as (
    select * from {{ ref('currencies') }}
),

priced as (
    -- Each stretch of a term with the same price, quantity and discounts.
    select
        terms.contract_line_id,
        terms.term_start,
        terms.term_until,
        segments.quantity,
        segments.discount_numerator,
        segments.discount_denominator,
        segments.amount_discount,
        segments.charge_state,
        coalesce(steps.unit_price, segments.unit_price) as unit_price,
        greatest(
            terms.term_start,
            segments.segment_start,
            coalesce(steps.step_on, segments.segment_start)
        ) as priced_start,
        least(
            terms.term_until,
            segments.segment_until,
            coalesce(steps.step_until, segments.segment_until)
        ) as priced_until
    from int_recurring__renewals as terms
    inner join int_terms__segments as segments
        on
            terms.contract_line_id = segments.contract_line_id
            and {{ overlaps(
                'terms.term_start', 'terms.term_until',
                'segments.segment_start', 'segments.segment_until'
            ) }}
    left join int_billing__price_steps as steps
        on
            segments.contract_line_id = steps.contract_line_id
            and segments.price_set_on = steps.price_set_on
            and segments.unit_price = steps.signed_unit_price
            and {{ overlaps(
                'greatest(terms.term_start, segments.segment_start)',
                'least(terms.term_until, segments.segment_until)',
                'steps.step_on', 'steps.step_until'
            ) }}
),

charged as (
    -- A month counts where its last day lies: so many firsts of a month follow it by a day.
    select
        priced.contract_line_id,
        priced.term_start,
        priced.term_until,
        currencies.minor_units,
        {{ month_index('priced.priced_until') }} - {{ month_index('priced.priced_start') }}
            as month_count,
        case priced.charge_state
            when 'charged'
                then {{ discounted_mrr(
                    'lines', 'priced.unit_price', 'priced', 'currencies.minor_units'
                ) }}
            else 0
        end::decimal(18, 4) as charged_amount
    from priced
    inner join int_terms__priceable_lines as lines
        on priced.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
),

int_recurring__averaged as (
    select
        contract_line_id,
        {{ fraction_to_amount(
            whole('sum(month_count * charged_amount)', 4), '10000::hugeint * sum(month_count)',
            'any_value(minor_units)'
        ) }} as average_amount,
        term_start,
        term_until
    from charged
    group by contract_line_id, term_start, term_until
    having sum(month_count) > 0
)

select * from int_recurring__averaged
