with stg_erp_netsuite__customer as (
    select * from {{ ref('stg_erp_netsuite__customer') }}
),

map_erp_netsuite__customers as (
    select
        'erp_netsuite:' || customer_id as customer_id,
        name,
        'erp_netsuite:' || parent_customer_id as parent_customer_id,
        source_record
    from stg_erp_netsuite__customer
)

select * from map_erp_netsuite__customers
