with stg_file_drop__erp_customers as (
    select * from {{ ref('stg_file_drop__erp_customers') }}
),

map_file_drop__customers as (
    select
        customer_id,
        name,
        tax_id,
        country,
        parent_customer_id,
        payment_policy,
        source_record
    from stg_file_drop__erp_customers
)

select * from map_file_drop__customers
