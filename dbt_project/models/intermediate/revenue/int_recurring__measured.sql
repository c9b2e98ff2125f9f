with int_recurring__terms as (
    select * from {{ ref('int_recurring__terms') }}
),

int_recurring__averaged as (
    select * from {{ ref('int_recurring__averaged') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

highest_rates as (
    select
        from_currency,
        max(exchange_rate) as highest_rate
    from {{ ref('daily_exchange_rates') }}
    group by from_currency
),

indexed as (
    -- What an index did to the price in the month, on what was held as the month began: quantity
    -- and discounts of then. A price agreed anew is no index, whatever the index is.
    select
        terms.contract_line_id,
        terms.movement_month,
        {{ discounted_mrr('lines', 'terms.unit_price', 'earlier', 'currencies.minor_units') }}
        - {{ discounted_mrr('lines', 'earlier.unit_price', 'earlier', 'currencies.minor_units') }}
            as index_amount
    from int_recurring__terms as terms
    inner join int_recurring__terms as earlier
        on
            terms.contract_line_id = earlier.contract_line_id
            and (terms.movement_month - interval 1 month)::date = earlier.movement_month
            and terms.price_set_on = earlier.price_set_on
            and terms.signed_unit_price = earlier.signed_unit_price
            and terms.raised_on > earlier.observed_on
    inner join int_terms__priceable_lines as lines
        on terms.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
    where terms.is_raised_by_index
),

priced as (
    select
        terms.contract_line_id,
        terms.movement_month,
        terms.observed_on,
        terms.charge_state,
        lines.currency,
        {{ list_mrr('lines', 'terms.unit_price', 'terms.quantity', 'currencies.minor_units') }}
            as list_amount,
        {{ discounted_mrr('lines', 'terms.unit_price', 'terms', 'currencies.minor_units') }}
            as mrr_amount
    from int_recurring__terms as terms
    inner join int_terms__priceable_lines as lines
        on terms.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
),

fitting as (
    -- An amount that no DECIMAL(18, 4) holds at the highest rate, with room for a year and a few
    -- lines more, leaves its line without recurring revenue, and not the run. A guard, no amount.
    select priced.contract_line_id
    from priced
    left join highest_rates on priced.currency = highest_rates.from_currency
    group by priced.contract_line_id
    having
        bool_and(coalesce(
            greatest(abs(priced.list_amount), abs(priced.mrr_amount))::double
            * greatest(highest_rates.highest_rate, 1)::double < 1e12,
            false
        ))
        and bool_and(priced.list_amount is not null and priced.mrr_amount is not null)
),

int_recurring__measured as (
    select
        priced.contract_line_id,
        priced.list_amount,
        priced.mrr_amount,
        -- What has no term to spread anything over is worth what it costs now.
        coalesce(averaged.average_amount, priced.mrr_amount) as contract_amount,
        case priced.charge_state when 'charged' then priced.mrr_amount else 0 end::decimal(18, 4)
            as billed_amount,
        coalesce(indexed.index_amount, 0)::decimal(18, 4) as index_amount,
        priced.currency,
        priced.movement_month
    from priced
    inner join fitting on priced.contract_line_id = fitting.contract_line_id
    left join int_recurring__averaged as averaged
        on
            priced.contract_line_id = averaged.contract_line_id
            and priced.observed_on >= averaged.term_start
            and priced.observed_on < averaged.term_until
    left join indexed
        on
            priced.contract_line_id = indexed.contract_line_id
            and priced.movement_month = indexed.movement_month
)

select * from int_recurring__measured
