with stg_erp_odoo__account_move_line as (
    select * from {{ ref('stg_erp_odoo__account_move_line') }}
),

stg_erp_odoo__account_move as (
    select * from {{ ref('stg_erp_odoo__account_move') }}
),

stg_erp_odoo__account_tax as (
    select * from {{ ref('stg_erp_odoo__account_tax') }}
),

stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__sale_order_line as (
    select * from {{ ref('stg_erp_odoo__sale_order_line') }}
),

stg_erp_odoo__sale_subscription_plan as (
    select * from {{ ref('stg_erp_odoo__sale_subscription_plan') }}
),

tax_rates as (
    {{ odoo_tax_rates('stg_erp_odoo__account_move_line', 'move_line_id') }}
),

priced_lines as (
    {{ odoo_priced_lines() }}
),

sold as (
    -- A line that bills lines of several orders at once is left to the passes that attribute.
    select
        lines.move_line_id,
        min(priced_lines.order_line_id) as order_line_id
    from stg_erp_odoo__account_move_line as lines
    cross join unnest({{ listed_ids('lines.order_line_ids') }}) as billed (order_line_id)
    inner join priced_lines on billed.order_line_id = priced_lines.order_line_id
    group by lines.move_line_id
    having count(distinct priced_lines.order_line_id) = 1
),

map_erp_odoo__invoice_lines as (
    -- Amounts of a refund are positive in Odoo too.
    select
        {{ odoo_record('account.move.line', 'lines.move_line_id') }} as invoice_line_id,
        {{ odoo_record('account.move', 'lines.move_id') }} as invoice_id,
        {{ odoo_record('sale.order.line', 'sold.order_line_id') }} as contract_line_id,
        {{ odoo_record('product.product', 'lines.product_id') }} as product_id,
        lines.description,
        lines.quantity,
        lines.unit_price,
        lines.net_amount,
        if(lines.tax_ids = '[]', 0::decimal(28, 16), tax_rates.tax_rate) as tax_rate,
        lines.source_record
    from stg_erp_odoo__account_move_line as lines
    inner join stg_erp_odoo__account_move as documents on lines.move_id = documents.move_id
    left join sold on lines.move_line_id = sold.move_line_id
    left join tax_rates on lines.move_line_id = tax_rates.move_line_id
    where lines.display_type = 'product' and lines.net_amount is not null
)

select * from map_erp_odoo__invoice_lines
