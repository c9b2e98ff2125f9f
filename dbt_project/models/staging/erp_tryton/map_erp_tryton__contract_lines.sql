with map_erp_tryton__sold_lines as (
    select * from {{ ref('map_erp_tryton__sold_lines') }}
),

map_erp_tryton__subscribed_lines as (
    select * from {{ ref('map_erp_tryton__subscribed_lines') }}
),

map_erp_tryton__project_lines as (
    select * from {{ ref('map_erp_tryton__project_lines') }}
),

lines as (
    select * from map_erp_tryton__sold_lines
    union all by name
    select * from map_erp_tryton__subscribed_lines
    union all by name
    select * from map_erp_tryton__project_lines
),

map_erp_tryton__contract_lines as (
    select
        contract_line_id,
        contract_id,
        coalesce({{ tryton_record('product.product', 'product_id') }}, contract_line_id)
            as product_id,
        description,
        charge_model,
        quantity,
        unit_price,
        price_period,
        billing_period,
        billing_timing,
        'start' as billing_anchor,
        proration,
        start_date,
        end_date,
        tax_rate,
        quote_line_id,
        source_record
    from lines
)

select * from map_erp_tryton__contract_lines
