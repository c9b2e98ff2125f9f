with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed
),

int_terms__signed_lines as (
    select * from {{ ref('int_terms__signed_lines') }}
),

quotes as (
    select * from {{ ref('quotes') }}
    where status in ('sent', 'accepted')
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

offered as (
    select
        quotes.quote_id,
        quotes.currency,
        quote_lines.* exclude (quote_id)
    from quote_lines
    inner join quotes on quote_lines.quote_id = quotes.quote_id
),

signed as (
    select
        lines.contract_line_id,
        lines.contract_id,
        lines.product_id,
        lines.quote_line_id,
        contract_deals.quote_id
    from int_terms__signed_lines as lines
    inner join int_gaps__contract_deals as contract_deals
        on lines.contract_id = contract_deals.contract_id
),

by_key as (
    -- Several lines of one quote line split it: which part should be what, nothing says.
    select
        min(signed.contract_line_id) as contract_line_id,
        offered.quote_line_id,
        true as is_keyed
    from signed
    inner join offered on signed.quote_line_id = offered.quote_line_id
    group by offered.quote_line_id
    having count(*) = 1
),

only_offered as (
    select
        quote_id,
        product_id,
        min(quote_line_id) as quote_line_id
    from offered
    group by quote_id, product_id
    having count(*) = 1
),

by_product as (
    -- Of the quote's product exactly one line on each side, over all contracts of the quote.
    select
        min(signed.contract_line_id) as contract_line_id,
        only_offered.quote_line_id,
        false as is_keyed
    from signed
    inner join only_offered
        on
            signed.quote_id = only_offered.quote_id
            and signed.product_id = only_offered.product_id
    group by only_offered.quote_line_id
    having count(*) = 1 and count(signed.quote_line_id) = 0
),

int_gaps__quoted_lines as (
    select
        contract_line_id,
        quote_line_id,
        is_keyed
    from by_key
    union all
    select
        by_product.contract_line_id,
        by_product.quote_line_id,
        by_product.is_keyed
    from by_product
    left join by_key on by_product.quote_line_id = by_key.quote_line_id
    where by_key.quote_line_id is null
)

select * from int_gaps__quoted_lines
