with stg_crm_hubspot__deal as (
    select * from {{ ref('stg_crm_hubspot__deal') }}
),

stg_crm_hubspot__deal_company as (
    select * from {{ ref('stg_crm_hubspot__deal_company') }}
),

stg_crm_hubspot__deal_pipeline_stage as (
    select * from {{ ref('stg_crm_hubspot__deal_pipeline_stage') }}
),

stg_crm_hubspot__merged_deal as (
    select * from {{ ref('stg_crm_hubspot__merged_deal') }}
),

stg_crm_hubspot__owner as (
    select * from {{ ref('stg_crm_hubspot__owner') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

run_settings as (
    select reporting_currency from {{ ref('run_settings') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

deal_companies as (
    -- A deal has one account: its primary company, else the one that HubSpot made first.
    select
        deal_id,
        company_id
    from stg_crm_hubspot__deal_company
    qualify row_number() over (
        partition by deal_id
        order by is_primary desc, try_cast(company_id as bigint) asc, company_id asc
    ) = 1
),

worded (deal_id, is_won, stage, owner) as (
    select
        deals.deal_id,
        coalesce(steps.is_won, false),
        coalesce(steps.name, deals.stage_id, 'none'),
        coalesce(sellers.name, deals.owner_id)
    from stg_crm_hubspot__deal as deals
    left join stg_crm_hubspot__deal_pipeline_stage as steps on deals.stage_id = steps.stage_id
    left join stg_crm_hubspot__owner as sellers on deals.owner_id = sellers.owner_id
),

map_crm_hubspot__opportunities as (
    select
        'crm_hubspot:' || deals.deal_id as opportunity_id,
        'crm_hubspot:' || coalesce(deal_companies.company_id, 'none') as account_id,
        deals.name,
        worded.stage,
        worded.is_won,
        deals.amount,
        coalesce(deals.currency, declared.currency, run_settings.reporting_currency) as currency,
        timezone(declared.timezone, coalesce(deals.closed_at, deals.created_at))::date
            as close_date,
        worded.owner,
        deals.description as notes,
        deals.source_record
    from stg_crm_hubspot__deal as deals
    inner join worded on deals.deal_id = worded.deal_id
    cross join declared
    cross join run_settings
    left join deal_companies on deals.deal_id = deal_companies.deal_id
    -- A deal that was merged lives on in the other.
    anti join stg_crm_hubspot__merged_deal as merged on deals.deal_id = merged.merged_deal_id
)

select * from map_crm_hubspot__opportunities
