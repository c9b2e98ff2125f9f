with stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

map_crm_salesforce__quote_lines as (
    -- A line's price is that of its whole term. Salesforce itself knows no rhythm of billing.
    select
        'crm_salesforce:' || lines.line_id as quote_line_id,
        'crm_salesforce:' || lines.opportunity_id as quote_id,
        'crm_salesforce:' || lines.product_id as product_id,
        coalesce(lines.description, products.name) as description,
        lines.quantity,
        lines.unit_price,
        'P' || lines.month_count || 'M' as price_period,
        lines.discount_percent,
        lines.service_date as start_date,
        lines.source_record
    from stg_crm_salesforce__opportunity_line_item as lines
    left join stg_crm_salesforce__product_2 as products on lines.product_id = products.product_id
)

select * from map_crm_salesforce__quote_lines
