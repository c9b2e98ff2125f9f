with stg_crm_salesforce__opportunity as (
    select * from {{ ref('stg_crm_salesforce__opportunity') }}
),

stg_crm_salesforce__user as (
    select * from {{ ref('stg_crm_salesforce__user') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

corporate as (
    {{ salesforce_currency() }}
),

worded (opportunity_id, stage, owner) as (
    select
        opportunities.opportunity_id,
        opportunities.stage_name,
        coalesce(people.name, opportunities.owner_id)
    from stg_crm_salesforce__opportunity as opportunities
    left join stg_crm_salesforce__user as people on opportunities.owner_id = people.user_id
),

map_crm_salesforce__opportunities as (
    select
        'crm_salesforce:' || opportunities.opportunity_id as opportunity_id,
        'crm_salesforce:' || coalesce(opportunities.account_id, 'none') as account_id,
        opportunities.name,
        worded.stage,
        opportunities.is_won,
        opportunities.amount,
        coalesce(opportunities.currency, corporate.currency) as currency,
        opportunities.closed_on as close_date,
        worded.owner,
        opportunities.description as notes,
        opportunities.source_record
    from stg_crm_salesforce__opportunity as opportunities
    inner join worded on opportunities.opportunity_id = worded.opportunity_id
    cross join corporate
)

select * from map_crm_salesforce__opportunities
