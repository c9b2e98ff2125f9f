with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed and is_quote_known and is_only_contract
),

int_gaps__quoted_lines as (
    select * from {{ ref('int_gaps__quoted_lines') }}
),

quotes as (
    select quote_id from {{ ref('quotes') }}
    where status = 'accepted'
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

held as (
    -- Only where each of the contract's lines has found its own in the quote: else two quoted
    -- lines may have become one.
    select
        contract_lines.contract_id,
        list(contract_lines.product_id) as product_ids
    from contract_lines
    left join int_gaps__quoted_lines
        on contract_lines.contract_line_id = int_gaps__quoted_lines.contract_line_id
    group by contract_lines.contract_id
    having bool_and(int_gaps__quoted_lines.quote_line_id is not null)
),

int_gaps__quote_lines_left_out as (
    select
        'quote_contract_mismatch' as gap_class,
        'proved' as certainty,
        'quote_line_left_out' as message_code,
        contract_deals.contract_id || '@' || quote_lines.quote_line_id as subject_id,
        contract_deals.contract_id,
        contract_deals.quote_id,
        quote_lines.quote_line_id,
        contract_deals.opportunity_id,
        'line' as field,
        contract_deals.invoice_currency as currency,
        quote_lines.quote_line_id as detail,
        coalesce({{ number_text('quote_lines.quantity') }} || ' × ', '')
        || contract_deals.currency || ' '
        || {{ price_text('quote_lines.unit_price', 'currencies.minor_units') }}
        || coalesce(' / ' || quote_lines.price_period, '') as expected_value
    from int_gaps__contract_deals as contract_deals
    inner join quotes on contract_deals.quote_id = quotes.quote_id
    inner join held on contract_deals.contract_id = held.contract_id
    inner join quote_lines on contract_deals.quote_id = quote_lines.quote_id
    inner join currencies on contract_deals.currency = currencies.currency
    left join int_gaps__quoted_lines as pairs
        on quote_lines.quote_line_id = pairs.quote_line_id
    where
        pairs.quote_line_id is null
        and not list_contains(held.product_ids, quote_lines.product_id)
        and quote_lines.unit_price > 0
        and coalesce(quote_lines.quantity, 1) > 0
        and coalesce(quote_lines.discount_percent, 0) < 100
)

select * from int_gaps__quote_lines_left_out
