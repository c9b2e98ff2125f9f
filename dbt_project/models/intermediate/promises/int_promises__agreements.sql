with contracts as (
    select * from {{ ref('contracts') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

contract_lines as (
    select
        contract_id,
        count(*) as line_count
    from {{ ref('contract_lines') }}
    group by contract_id
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

int_promises__agreements as (
    -- A deal may have several contracts: a promise of any is kept by any. A contract without lines
    -- says too little to be held against a note.
    select
        contracts.contract_id,
        coalesce(contracts.opportunity_id, quotes.opportunity_id) as opportunity_id,
        coalesce(contracts.opportunity_id, quotes.opportunity_id, contracts.contract_id)
            as agreement_id,
        contracts.payer_customer_id,
        contracts.legal_entity_id,
        contracts.invoice_currency,
        contracts.status != 'draft'
        and contracts.signed_on <= run_settings.as_of_date
        and contract_lines.line_count is not null as is_judged
    from contracts
    cross join run_settings
    left join quotes on contracts.quote_id = quotes.quote_id
    left join contract_lines on contracts.contract_id = contract_lines.contract_id
)

select * from int_promises__agreements
