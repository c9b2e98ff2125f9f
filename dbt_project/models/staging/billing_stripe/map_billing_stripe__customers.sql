with stg_billing_stripe__customer as (
    select * from {{ ref('stg_billing_stripe__customer') }}
),

map_billing_stripe__customers as (
    select
        'billing_stripe:' || customer_id as customer_id,
        name,
        tax_id,
        if(length(country) = 2, country, null) as country,
        source_record
    from stg_billing_stripe__customer
)

select * from map_billing_stripe__customers
