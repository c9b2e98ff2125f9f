with map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
    where is_item
),

map_crm_hubspot__quote_lines as (
    select
        'crm_hubspot:' || line_id as quote_line_id,
        opportunity_id as quote_id,
        'crm_hubspot:' || product_id as product_id,
        description,
        quantity,
        unit_price,
        price_period,
        billing_period,
        discount_percent,
        start_date,
        end_date,
        source_record
    from map_crm_hubspot__sold_lines
)

select * from map_crm_hubspot__quote_lines
