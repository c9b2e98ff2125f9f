with stg_crm_salesforce__order as (
    select * from {{ ref('stg_crm_salesforce__order') }}
),

stg_crm_salesforce__order_item as (
    select * from {{ ref('stg_crm_salesforce__order_item') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

stg_crm_salesforce__product_selling_model as (
    select * from {{ ref('stg_crm_salesforce__product_selling_model') }}
),

stg_crm_salesforce__declared_options as (
    select * from {{ ref('stg_crm_salesforce__declared_options') }}
),

declared as (
    {{ crm_declared('stg_crm_salesforce__declared_options') }}
),

map_crm_salesforce__ordered_lines as (
    -- Without a rhythm an item is due once. One that takes something back of another order has no
    -- quantity of its own: it is not priced, and told for it.
    select
        'crm_salesforce:' || items.order_item_id as contract_line_id,
        'crm_salesforce:' || items.order_id as contract_id,
        'crm_salesforce:' || items.product_id as product_id,
        coalesce(items.description, products.name) as description,
        if(items.billing_period is null and items.quantity > 0, 'one_time', 'per_unit')
            as charge_model,
        if(items.quantity > 0, items.quantity, null) as quantity,
        items.unit_price,
        {{ salesforce_price_period('items', 'models') }} as price_period,
        items.billing_period,
        'in_advance' as billing_timing,
        'start' as billing_anchor,
        coalesce(items.start_date, orders.start_date) as start_date,
        items.end_date,
        'crm_salesforce:' || items.quote_line_id as quote_line_id,
        items.source_record
    from stg_crm_salesforce__order_item as items
    inner join stg_crm_salesforce__order as orders on items.order_id = orders.order_id
    inner join declared on declared.is_order_a_contract
    left join stg_crm_salesforce__product_2 as products on items.product_id = products.product_id
    left join stg_crm_salesforce__product_selling_model as models
        on items.selling_model_id = models.selling_model_id
    where orders.is_agreed
)

select * from map_crm_salesforce__ordered_lines
