with stg_crm_salesforce__order as (
    select * from {{ ref('stg_crm_salesforce__order') }}
),

stg_crm_salesforce__order_item as (
    select * from {{ ref('stg_crm_salesforce__order_item') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

map_crm_salesforce__contract_lines as (
    -- The price of an item is that of the period in which it is billed; without one, due once.
    select
        'crm_salesforce:' || items.order_item_id as contract_line_id,
        'crm_salesforce:' || items.order_id as contract_id,
        'crm_salesforce:' || items.product_id as product_id,
        coalesce(items.description, products.name) as description,
        if(items.billing_period is null, 'one_time', 'per_unit') as charge_model,
        items.quantity,
        items.unit_price,
        items.billing_period as price_period,
        items.billing_period,
        'in_advance' as billing_timing,
        'start' as billing_anchor,
        coalesce(items.start_date, orders.start_date) as start_date,
        items.end_date,
        'crm_salesforce:' || items.quote_line_id as quote_line_id,
        items.source_record
    from stg_crm_salesforce__order_item as items
    inner join stg_crm_salesforce__order as orders on items.order_id = orders.order_id
    left join stg_crm_salesforce__product_2 as products on items.product_id = products.product_id
    where
        orders.is_agreed
        and {{ salesforce_is_declared('orders_are_contracts') }}
        -- What takes something back of another order is no line of its own.
        and items.quantity > 0
)

select * from map_crm_salesforce__contract_lines
