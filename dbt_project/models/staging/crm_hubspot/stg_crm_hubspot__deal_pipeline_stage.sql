with source as (
    select * from {{ source('crm_hubspot', 'deal_pipeline_stage') }}
),

stg_crm_hubspot__deal_pipeline_stage as (
    select
        stage_id,

        coalesce(label, stage_id) as name,

        coalesce(is_closed, closed_won, false) as is_closed,

        -- Loaders of before told it by probability alone: closed, and certain.
        coalesce(closed_won, is_closed and probability = 1, false) as is_won
    from source
)

select * from stg_crm_hubspot__deal_pipeline_stage
