with stg_crm_salesforce__opportunity as (
    select * from {{ ref('stg_crm_salesforce__opportunity') }}
),

stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

corporate as (
    {{ salesforce_currency() }}
),

map_crm_salesforce__quotes as (
    -- The products of an opportunity are what was offered, whether by a quote or without one.
    select
        'crm_salesforce:' || opportunities.opportunity_id as quote_id,
        'crm_salesforce:' || opportunities.opportunity_id as opportunity_id,
        case
            when opportunities.is_won then 'accepted'
            when opportunities.is_closed then 'rejected'
            else 'sent'
        end as status,
        coalesce(opportunities.currency, corporate.currency) as currency,
        if(opportunities.is_won, opportunities.closed_on, null) as accepted_on,
        opportunities.source_record
    from stg_crm_salesforce__opportunity as opportunities
    cross join corporate
    semi join stg_crm_salesforce__opportunity_line_item as offered
        on opportunities.opportunity_id = offered.opportunity_id
)

select * from map_crm_salesforce__quotes
