with stg_file_drop__erp_customer_bank_accounts as (
    select * from {{ ref('stg_file_drop__erp_customer_bank_accounts') }}
),

map_file_drop__customer_bank_accounts as (
    select
        customer_id,
        account_number,
        source_record
    from stg_file_drop__erp_customer_bank_accounts
)

select * from map_file_drop__customer_bank_accounts
