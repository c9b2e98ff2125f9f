with stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__sale_order_line as (
    select * from {{ ref('stg_erp_odoo__sale_order_line') }}
),

stg_erp_odoo__sale_subscription_plan as (
    select * from {{ ref('stg_erp_odoo__sale_subscription_plan') }}
),

stg_erp_odoo__product_product as (
    select * from {{ ref('stg_erp_odoo__product_product') }}
),

stg_erp_odoo__account_tax as (
    select * from {{ ref('stg_erp_odoo__account_tax') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

priced_lines as (
    {{ odoo_priced_lines() }}
),

tax_rates as (
    {{ odoo_tax_rates('stg_erp_odoo__sale_order_line', 'order_line_id') }}
),

agreed as (
    -- Where price × quantity is not the net amount, as with taxes inside the price, the net amount
    -- is what is agreed: a price divided out of it would not always multiply back.
    select
        lines.*,
        currencies.minor_units,
        coalesce(products.invoice_policy = 'delivery', false)
        and lines.billing_period is null as is_billed_as_delivered,
        lines.billing_period is null
        and {{ round_amount(
            'lines.quantity::decimal(19, 8) * lines.discounted_price::decimal(19, 8)',
            'currencies.minor_units'
        ) }} != lines.net_amount as is_priced_as_whole
    from priced_lines as lines
    inner join stg_erp_odoo__res_currency as order_currencies
        on lines.currency_id = order_currencies.currency_id
    inner join currencies on order_currencies.currency = currencies.currency
    left join stg_erp_odoo__product_product as products on lines.product_id = products.product_id
    where lines.is_confirmed
),

map_erp_odoo__contract_lines as (
    select
        {{ odoo_record('sale.order.line', 'agreed.order_line_id') }} as contract_line_id,
        {{ odoo_record('sale.order', 'agreed.order_id') }} as contract_id,
        coalesce(
            {{ odoo_record('product.product', 'agreed.product_id') }},
            {{ odoo_record('sale.order.line', 'agreed.order_line_id') }}
        ) as product_id,
        agreed.description,
        if(agreed.billing_period is null, 'one_time', 'per_unit') as charge_model,
        case
            when agreed.is_priced_as_whole then 1
            when agreed.is_billed_as_delivered then agreed.delivered_quantity
            else agreed.quantity
        end::decimal(18, 8) as quantity,
        case
            when agreed.is_priced_as_whole and agreed.is_billed_as_delivered
                then {{ fraction_to_amount(
                    whole('agreed.net_amount', 4) ~ ' * ' ~ whole('agreed.delivered_quantity', 4),
                    '10000::hugeint * ' ~ whole('agreed.quantity', 4),
                    'agreed.minor_units'
                ) }}
            when agreed.is_priced_as_whole then agreed.net_amount
            else agreed.discounted_price
        end::decimal(18, 8) as unit_price,
        agreed.billing_period as price_period,
        agreed.billing_period,
        'in_advance' as billing_timing,
        'start' as billing_anchor,
        coalesce(agreed.start_date, agreed.ordered_on) as start_date,
        agreed.end_date,
        tax_rates.tax_rate,
        case
            when agreed.opportunity_id is not null
                then {{ odoo_record('sale.order.line', 'agreed.order_line_id') }}
        end as quote_line_id,
        agreed.source_record
    from agreed
    left join tax_rates on agreed.order_line_id = tax_rates.order_line_id
    where
        agreed.quantity > 0
        -- What is billed as delivered is not due before anything is.
        and (not agreed.is_billed_as_delivered or agreed.delivered_quantity > 0)
)

select * from map_erp_odoo__contract_lines
