with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

int_lineage__contracts as (
    -- A contract that names only its quote, or its lines' quotes, belongs to their deal.
    select
        contracts.contract_id,
        int_gaps__contract_deals.named_opportunity_id as opportunity_id,
        contracts.quote_id,
        contracts.invoice_currency
    from contracts
    inner join int_gaps__contract_deals
        on contracts.contract_id = int_gaps__contract_deals.contract_id
)

select * from int_lineage__contracts
