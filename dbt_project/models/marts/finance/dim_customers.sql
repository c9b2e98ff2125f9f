with customers as (
    select * from {{ ref('customers') }}
),

dim_customers as (
    select
        customer_id,
        name as customer_name,
        tax_id,
        country,
        parent_customer_id
    from customers
)

select * from dim_customers
