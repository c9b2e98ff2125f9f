with source as (
    select * from {{ source('billing_stripe', 'product') }}
),

stg_billing_stripe__product as (
    select
        id as product_id,

        coalesce(name, description, id) as name
    from source
)

select * from stg_billing_stripe__product
