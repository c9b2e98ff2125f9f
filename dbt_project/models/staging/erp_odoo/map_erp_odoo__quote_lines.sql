with stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__sale_order_line as (
    select * from {{ ref('stg_erp_odoo__sale_order_line') }}
),

stg_erp_odoo__sale_subscription_plan as (
    select * from {{ ref('stg_erp_odoo__sale_subscription_plan') }}
),

priced_lines as (
    {{ odoo_priced_lines() }}
),

map_erp_odoo__quote_lines as (
    select
        {{ odoo_record('sale.order.line', 'order_line_id') }} as quote_line_id,
        {{ odoo_record('sale.order', 'order_id') }} as quote_id,
        coalesce(
            {{ odoo_record('product.product', 'product_id') }},
            {{ odoo_record('sale.order.line', 'order_line_id') }}
        ) as product_id,
        description,
        quantity,
        discounted_price as unit_price,
        billing_period as price_period,
        billing_period,
        source_record
    from priced_lines
    where opportunity_id is not null
)

select * from map_erp_odoo__quote_lines
