with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_promises__amount_discounts as (
    select * from {{ ref('int_promises__amount_discounts') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
),

int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

steps as (
    -- A percent may stand in the price itself: a step, a price below the quoted or the list price.
    select
        contract_lines.contract_id,
        contract_lines.unit_price as base_price,
        adjustments.value as new_price
    from int_terms__line_adjustments as adjustments
    inner join contract_lines
        on adjustments.contract_line_id = contract_lines.contract_line_id
    where adjustments.kind = 'price'
    union all
    select
        contract_id,
        unit_price as base_price,
        unit_price - discount_amount as new_price
    from int_promises__amount_discounts
    where is_off_price
    union all
    select
        contract_lines.contract_id,
        contract_lines.unit_price as base_price,
        amendments.unit_price as new_price
    from int_terms__line_amendments as amendments
    inner join contract_lines
        on amendments.contract_line_id = contract_lines.contract_line_id
    where amendments.kind = 'price'
    union all
    select
        contract_id,
        standalone_price as base_price,
        unit_price as new_price
    from contract_lines
    union all
    select
        contract_lines.contract_id,
        quote_lines.unit_price as base_price,
        contract_lines.unit_price as new_price
    from contract_lines
    inner join quote_lines on contract_lines.quote_line_id = quote_lines.quote_line_id
),

deal_quotes as (
    select
        contract_id,
        quote_id
    from contracts
    where quote_id is not null
    union
    select
        contracts.contract_id,
        quotes.quote_id
    from contracts
    inner join quotes on contracts.opportunity_id = quotes.opportunity_id
    where quotes.status = 'accepted'
),

int_promises__price_terms as (
    select distinct
        contract_id,
        null::decimal(18, 8) as discount_percent,
        base_price,
        new_price,
        false as is_any_percent
    from steps
    where base_price > 0 and new_price >= 0 and base_price != new_price
    union all
    -- What the quote discounts and the contract does not is `quote_contract_mismatch`.
    select distinct
        deal_quotes.contract_id,
        quote_lines.discount_percent,
        null as base_price,
        null as new_price,
        false as is_any_percent
    from deal_quotes
    inner join quote_lines on deal_quotes.quote_id = quote_lines.quote_id
    where quote_lines.discount_percent > 0
    union all
    -- An amount off a price per unit, or of another rhythm: which percent it is, is not reckoned.
    select distinct
        contract_id,
        null as discount_percent,
        null as base_price,
        null as new_price,
        true as is_any_percent
    from int_promises__amount_discounts
    where not is_off_price
)

select * from int_promises__price_terms
