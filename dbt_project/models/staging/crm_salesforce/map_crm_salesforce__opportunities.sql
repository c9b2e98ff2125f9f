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

map_crm_salesforce__opportunities as (
    select
        'crm_salesforce:' || opportunities.opportunity_id as opportunity_id,
        'crm_salesforce:' || coalesce(opportunities.account_id, 'none') as account_id,
        opportunities.name,
        opportunities.stage,
        opportunities.is_won,
        opportunities.amount,
        coalesce(opportunities.currency, corporate.currency) as currency,
        opportunities.closed_on as close_date,
        coalesce(users.name, opportunities.owner_id) as owner,
        opportunities.description as notes,
        opportunities.source_record
    from stg_crm_salesforce__opportunity as opportunities
    cross join corporate
    left join stg_crm_salesforce__user as users on opportunities.owner_id = users.user_id
)

select * from map_crm_salesforce__opportunities
