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

        property_createdate as created_at,
        property_closedate as closed_at,

        declared_start,
        declared_end,
        declared_months,
        declared_billing_period,
        declared_billing_timing,
        declared_currency,
        declared_index,
        declared_free_months,
        declared_legal_entity,
        declared_payment_days,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_hubspot__deal
