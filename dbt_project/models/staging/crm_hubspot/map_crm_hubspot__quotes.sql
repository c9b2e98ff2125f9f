with map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

stg_crm_hubspot__deal as (
    select * from {{ ref('stg_crm_hubspot__deal') }}
),

stg_crm_hubspot__deal_pipeline_stage as (
    select * from {{ ref('stg_crm_hubspot__deal_pipeline_stage') }}
),

map_crm_hubspot__sold_items as (
    select * from {{ ref('map_crm_hubspot__sold_items') }}
),

map_crm_hubspot__quotes as (
    -- The line items of a deal are what was offered, whether by a quote or without one.
    select
        deals.opportunity_id as quote_id,
        deals.opportunity_id,
        case
            when deals.is_won then 'accepted'
            when steps.is_closed then 'rejected'
            else 'sent'
        end as status,
        deals.currency,
        if(deals.is_won, deals.close_date, null) as accepted_on,
        deals.source_record
    from map_crm_hubspot__sold_deals as deals
    inner join stg_crm_hubspot__deal as staged on deals.deal_id = staged.deal_id
    left join stg_crm_hubspot__deal_pipeline_stage as steps on staged.stage_id = steps.stage_id
    semi join map_crm_hubspot__sold_items as items on deals.opportunity_id = items.opportunity_id
)

select * from map_crm_hubspot__quotes
