with int_readiness__deals as (
    select * from {{ ref('int_readiness__deals') }}
    where contract_id is null
),

quotes as (
    select * from {{ ref('quotes') }}
    where status = 'accepted'
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

uncontracted as (
    -- The gap says it already; the row points to it.
    select
        deals.opportunity_id,
        'contract' as missing_term,
        'contracts' as stands_in,
        deals.opportunity_id as record_id,
        opportunities.source_record,
        'deal_without_contract@' || deals.opportunity_id as gap_id
    from int_readiness__deals as deals
    inner join opportunities on deals.opportunity_id = opportunities.opportunity_id
),

agreed as (
    select
        deals.opportunity_id,
        quotes.quote_id,
        quotes.source_record
    from int_readiness__deals as deals
    inner join quotes on deals.opportunity_id = quotes.opportunity_id
),

empty_quotes as (
    select
        agreed.opportunity_id,
        agreed.quote_id,
        'quote_lines' as missing_term,
        'quote_lines' as stands_in,
        agreed.quote_id as record_id,
        agreed.source_record
    from agreed
    left join quote_lines on agreed.quote_id = quote_lines.quote_id
    where quote_lines.quote_line_id is null
),

line_terms as (
    -- CANONICAL 1: an empty price_period is a price paid once, and needs no rhythm. How a quote
    -- charges it does not say, so that a quantity may be left out.
    select
        agreed.opportunity_id,
        agreed.quote_id,
        quote_lines.quote_line_id as record_id,
        quote_lines.source_record,
        unnest([
            case when quote_lines.unit_price is null then 'unit_price' end,
            case when quote_lines.start_date is null then 'start_date' end,
            case
                when quote_lines.price_period is not null and quote_lines.billing_period is null
                    then 'billing_period'
            end
        ]) as missing_term
    from agreed
    inner join quote_lines on agreed.quote_id = quote_lines.quote_id
),

int_readiness__quotes as (
    select * from uncontracted
    union all by name
    select * from empty_quotes
    union all by name
    select
        *,
        'quote_lines.' || missing_term as stands_in
    from line_terms
    where missing_term is not null
)

select * from int_readiness__quotes
