with source as (
    select * from {{ source('crm_salesforce', 'account') }}
),

stg_crm_salesforce__account as (
    select
        id as account_id,
        parent_id as parent_account_id,
        declared_erp_customer_id as erp_customer_id,

        coalesce(name, id) as name,
        if(length(billing_country_code) = 2, upper(billing_country_code), null) as country,
        declared_tax_id as tax_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__account
