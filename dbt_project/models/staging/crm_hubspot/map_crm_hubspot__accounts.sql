with stg_crm_hubspot__company as (
    select * from {{ ref('stg_crm_hubspot__company') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

map_crm_hubspot__accounts as (
    -- HubSpot knows no tax id and no customer of an ERP: a property of the company's own might.
    select
        'crm_hubspot:' || companies.company_id as account_id,
        companies.name,
        companies.tax_id,
        companies.country,
        'crm_hubspot:' || companies.parent_company_id as parent_account_id,
        coalesce(declared.customers_of || ':', '') || companies.erp_customer_id
            as erp_customer_id,
        companies.source_record
    from stg_crm_hubspot__company as companies
    cross join declared
)

select * from map_crm_hubspot__accounts
