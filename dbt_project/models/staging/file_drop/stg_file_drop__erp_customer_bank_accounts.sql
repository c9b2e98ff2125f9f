with source as (
    select * from {{ source('file_drop', 'erp_customer_bank_accounts') }}
),

stg_file_drop__erp_customer_bank_accounts as (
    select
        customer_id,
        account_number,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_customer_bank_accounts
