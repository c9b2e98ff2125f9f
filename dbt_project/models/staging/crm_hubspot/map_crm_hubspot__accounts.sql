with stg_crm_hubspot__company as (
    select * from {{ ref('stg_crm_hubspot__company') }}
),

map_crm_hubspot__accounts as (
    -- HubSpot knows no tax id and no customer of an ERP: a property of the company's own might.
    select
        'crm_hubspot:' || company_id as account_id,
        name,
        country,
        'crm_hubspot:' || parent_company_id as parent_account_id,
        source_record
    from stg_crm_hubspot__company
)

select * from map_crm_hubspot__accounts
