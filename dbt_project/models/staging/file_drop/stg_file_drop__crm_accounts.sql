with source as (
    select * from {{ source('file_drop', 'crm_accounts') }}
),

stg_file_drop__crm_accounts as (
    select
        account_id,
        name,
        tax_id,
        country,
        parent_account_id,
        erp_customer_id,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__crm_accounts
