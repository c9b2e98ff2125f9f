with source as (
    select * from {{ source('crm_hubspot', 'deal') }}
),

stg_crm_hubspot__deal as (
    select
        deal_id,
        deal_pipeline_stage_id as stage_id,
        owner_id,

        coalesce(property_dealname, deal_id) as name,
        property_description as description,

        property_amount::decimal(18, 4) as amount,
        property_deal_currency_code as currency,

        property_createdate::date as created_on,
        property_closedate::date as closed_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_hubspot__deal
