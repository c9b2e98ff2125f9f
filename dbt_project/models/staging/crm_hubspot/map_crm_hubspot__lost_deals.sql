with map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

stg_crm_hubspot__deal as (
    select * from {{ ref('stg_crm_hubspot__deal') }}
),

stg_crm_hubspot__deal_pipeline_stage as (
    select * from {{ ref('stg_crm_hubspot__deal_pipeline_stage') }}
),

map_crm_hubspot__lost_deals as (
    select deals.opportunity_id
    from map_crm_hubspot__sold_deals as deals
    inner join stg_crm_hubspot__deal as staged on deals.deal_id = staged.deal_id
    inner join stg_crm_hubspot__deal_pipeline_stage as steps on staged.stage_id = steps.stage_id
    where steps.is_closed and not deals.is_won
)

select * from map_crm_hubspot__lost_deals
