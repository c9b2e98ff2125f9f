with stg_billing_stripe__customer as (
    select * from {{ ref('stg_billing_stripe__customer') }}
),

map_billing_stripe__accounts as (
    -- One record is both: who subscribes and who is invoiced have the same id.
    select
        'billing_stripe:' || customer_id as account_id,
        name,
        tax_id,
        if(length(country) = 2, country, null) as country,
        'billing_stripe:' || customer_id as erp_customer_id,
        source_record
    from stg_billing_stripe__customer
)

select * from map_billing_stripe__accounts
