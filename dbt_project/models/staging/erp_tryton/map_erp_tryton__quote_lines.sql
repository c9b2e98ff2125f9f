with stg_erp_tryton__sale_line as (
    select * from {{ ref('stg_erp_tryton__sale_line') }}
),

stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

map_erp_tryton__quote_lines as (
    select
        {{ tryton_record('sale.line', 'lines.sale_line_id') }} as quote_line_id,
        {{ tryton_record('sale.sale', 'lines.sale_id') }} as quote_id,
        coalesce(
            {{ tryton_record('product.product', 'lines.product_id') }},
            {{ tryton_record('sale.line', 'lines.sale_line_id') }}
        ) as product_id,
        lines.description,
        lines.quantity,
        lines.unit_price,
        lines.source_record
    from stg_erp_tryton__sale_line as lines
    inner join stg_erp_tryton__sale_sale as sales on lines.sale_id = sales.sale_id
    where lines.line_type = 'line' and sales.origin like 'sale.opportunity,%'
)

select * from map_erp_tryton__quote_lines
