with contracts as (
    select * from {{ ref('contracts') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

int_lineage__contracts as (
    -- A contract that names only its quote belongs to the quote's deal.
    select
        contracts.contract_id,
        coalesce(contracts.opportunity_id, quotes.opportunity_id) as opportunity_id,
        contracts.quote_id,
        contracts.invoice_currency
    from contracts
    left join quotes on contracts.quote_id = quotes.quote_id
)

select * from int_lineage__contracts
