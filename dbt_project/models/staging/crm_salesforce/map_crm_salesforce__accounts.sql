with stg_crm_salesforce__account as (
    select * from {{ ref('stg_crm_salesforce__account') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_salesforce__declared_options') }}
),

map_crm_salesforce__accounts as (
    select
        'crm_salesforce:' || companies.account_id as account_id,
        companies.name,
        companies.tax_id,
        companies.country,
        'crm_salesforce:' || companies.parent_account_id as parent_account_id,
        coalesce(declared.customers_of || ':', '') || companies.erp_customer_id
            as erp_customer_id,
        companies.source_record
    from stg_crm_salesforce__account as companies
    cross join declared
)

select * from map_crm_salesforce__accounts
