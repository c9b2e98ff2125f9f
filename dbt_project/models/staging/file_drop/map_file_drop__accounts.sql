with stg_file_drop__crm_accounts as (
    select * from {{ ref('stg_file_drop__crm_accounts') }}
),

map_file_drop__accounts as (
    select
        account_id,
        name,
        tax_id,
        country,
        parent_account_id,
        erp_customer_id,
        source_record
    from stg_file_drop__crm_accounts
)

select * from map_file_drop__accounts
