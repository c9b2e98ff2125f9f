with opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

int_lineage__contracts as (
    select * from {{ ref('int_lineage__contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_lineage__periods as (
    select distinct contract_id from {{ ref('int_lineage__periods') }}
),

contracted_deals as (
    select distinct opportunity_id from int_lineage__contracts
),

deals as (
    select
        {{ joined_id(["'opportunity'", 'opportunities.opportunity_id']) }} as order_to_cash_id,
        'opportunity' as stage_reached,
        opportunities.opportunity_id,
        opportunities.currency
    from opportunities
    left join contracted_deals on opportunities.opportunity_id = contracted_deals.opportunity_id
    where contracted_deals.opportunity_id is null
),

lone_quotes as (
    select
        {{ joined_id(["'quote'", 'quotes.quote_id']) }} as order_to_cash_id,
        'quote' as stage_reached,
        quotes.quote_id,
        quotes.currency
    from quotes
    left join opportunities on quotes.opportunity_id = opportunities.opportunity_id
    left join int_lineage__contracts as contracts on quotes.quote_id = contracts.quote_id
    where opportunities.opportunity_id is null and contracts.contract_id is null
),

lone_contracts as (
    -- Without lines, or with none that counts yet: a draft, or signed after the as-of date.
    select
        {{ joined_id(["'contract'", 'contracts.contract_id']) }} as order_to_cash_id,
        'contract' as stage_reached,
        contracts.opportunity_id,
        contracts.quote_id,
        contracts.contract_id,
        contracts.invoice_currency as currency
    from int_lineage__contracts as contracts
    left join int_lineage__periods on contracts.contract_id = int_lineage__periods.contract_id
    where int_lineage__periods.contract_id is null
),

lone_lines as (
    select
        {{ joined_id(["'contract_line'", 'contract_lines.contract_line_id']) }}
            as order_to_cash_id,
        'contract' as stage_reached,
        contract_lines.contract_line_id,
        -- ISO 4217 for no currency: only the contract, which is not there, could tell.
        'XXX' as currency
    from contract_lines
    left join int_lineage__contracts as contracts
        on contract_lines.contract_id = contracts.contract_id
    where contracts.contract_id is null
),

int_lineage__lone_sales as (
    select * from deals
    union all by name
    select * from lone_quotes
    union all by name
    select * from lone_contracts
    union all by name
    select * from lone_lines
)

select * from int_lineage__lone_sales
