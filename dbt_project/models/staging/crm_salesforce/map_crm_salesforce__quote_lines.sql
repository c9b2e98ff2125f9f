with stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__quote as (
    select * from {{ ref('stg_crm_salesforce__quote') }}
),

stg_crm_salesforce__quote_line_item as (
    select * from {{ ref('stg_crm_salesforce__quote_line_item') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

offered as (
    -- A line's price is that of its whole term, where no rhythm of billing is told.
    select
        line_id,
        quote_id,
        product_id,
        description,
        quantity,
        unit_price,
        coalesce(billing_period, 'P' || month_count || 'M') as price_period,
        billing_period,
        discount_percent,
        start_date,
        end_date,
        source_record
    from stg_crm_salesforce__quote_line_item
    union all by name
    select
        lines.line_id,
        lines.opportunity_id as quote_id,
        lines.product_id,
        lines.description,
        lines.quantity,
        lines.unit_price,
        'P' || lines.month_count || 'M' as price_period,
        lines.discount_percent,
        lines.service_date as start_date,
        lines.source_record
    from stg_crm_salesforce__opportunity_line_item as lines
    anti join stg_crm_salesforce__quote as quotes on lines.opportunity_id = quotes.opportunity_id
),

map_crm_salesforce__quote_lines as (
    select
        'crm_salesforce:' || offered.line_id as quote_line_id,
        'crm_salesforce:' || offered.quote_id as quote_id,
        'crm_salesforce:' || offered.product_id as product_id,
        coalesce(offered.description, products.name) as description,
        offered.quantity,
        offered.unit_price,
        offered.price_period,
        offered.billing_period,
        offered.discount_percent,
        offered.start_date,
        offered.end_date,
        offered.source_record
    from offered
    left join stg_crm_salesforce__product_2 as products on offered.product_id = products.product_id
)

select * from map_crm_salesforce__quote_lines
