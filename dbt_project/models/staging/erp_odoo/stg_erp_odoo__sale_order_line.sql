with source as (
    select * from {{ source('erp_odoo', 'sale_order_line') }}
),

stg_erp_odoo__sale_order_line as (
    select
        id as order_line_id,
        order_id,
        product_id,

        display_type,
        name as description,
        tax_ids,

        product_uom_qty::decimal(18, 8) as quantity,
        qty_delivered::decimal(18, 8) as delivered_quantity,
        price_unit::decimal(18, 8) as unit_price,
        discount::decimal(18, 8) as discount_percent,
        price_subtotal::decimal(18, 4) as net_amount,

        coalesce(is_downpayment, false) as is_downpayment,
        coalesce(recurring_invoice, false) as is_recurring,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__sale_order_line
