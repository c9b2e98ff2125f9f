with source as (
    select * from {{ source('crm_hubspot', 'deal_company') }}
),

stg_crm_hubspot__deal_company as (
    select
        deal_id,
        company_id,

        -- HubSpot's own number of the association of a deal with its primary company.
        coalesce(type_id = '5', false) as is_primary
    from source
)

select * from stg_crm_hubspot__deal_company
