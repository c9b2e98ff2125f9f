with opportunities as (
    select * from {{ ref('opportunities') }}
    where is_won
),

int_lineage__contracts as (
    select
        contract_id,
        opportunity_id
    from {{ ref('int_lineage__contracts') }}
),

contracts as (
    select
        contract_id,
        status
    from {{ ref('contracts') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

deal_contracts as (
    select
        int_lineage__contracts.contract_id,
        int_lineage__contracts.opportunity_id,
        contracts.status = 'draft' as is_draft
    from int_lineage__contracts
    inner join contracts on int_lineage__contracts.contract_id = contracts.contract_id
),

int_readiness__deals as (
    -- Drafts count where nothing else is there: the deal is being signed.
    select
        opportunities.opportunity_id,
        deal_contracts.contract_id,
        coalesce(deal_contracts.is_draft, false) as is_draft
    from opportunities
    inner join run_settings on opportunities.close_date <= run_settings.as_of_date
    left join deal_contracts on opportunities.opportunity_id = deal_contracts.opportunity_id
    qualify
        deal_contracts.is_draft is not true
        or bool_and(deal_contracts.is_draft) over (partition by opportunities.opportunity_id)
)

select * from int_readiness__deals
