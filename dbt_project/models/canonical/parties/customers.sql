with mapped as (
    {{ union_mapped('customers') }}
),

customers as (
    select
        customer_id,
        name,
        tax_id,
        country,
        parent_customer_id,
        payment_policy,
        source_record
    from mapped
)

select * from customers
