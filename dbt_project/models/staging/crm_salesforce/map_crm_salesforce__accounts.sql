with stg_crm_salesforce__account as (
    select * from {{ ref('stg_crm_salesforce__account') }}
),

map_crm_salesforce__accounts as (
    select
        'crm_salesforce:' || account_id as account_id,
        name,
        tax_id,
        country,
        'crm_salesforce:' || parent_account_id as parent_account_id,
        erp_customer_id,
        source_record
    from stg_crm_salesforce__account
)

select * from map_crm_salesforce__accounts
