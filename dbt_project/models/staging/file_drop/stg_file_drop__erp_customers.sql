with source as (
    select * from {{ source('file_drop', 'erp_customers') }}
),

stg_file_drop__erp_customers as (
    select
        customer_id,
        name,
        tax_id,
        country,
        parent_customer_id,
        payment_policy,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__erp_customers
