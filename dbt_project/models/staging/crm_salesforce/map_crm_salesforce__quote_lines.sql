with stg_crm_salesforce__opportunity_line_item as (
    select * from {{ ref('stg_crm_salesforce__opportunity_line_item') }}
),

stg_crm_salesforce__quote as (
    select * from {{ ref('stg_crm_salesforce__quote') }}
),

stg_crm_salesforce__quote_line_item as (
    select * from {{ ref('stg_crm_salesforce__quote_line_item') }}
),

stg_crm_salesforce__product_selling_model as (
    select * from {{ ref('stg_crm_salesforce__product_selling_model') }}
),

map_crm_salesforce__sold_lines as (
    select * from {{ ref('map_crm_salesforce__sold_lines') }}
),

stg_crm_salesforce__product_2 as (
    select * from {{ ref('stg_crm_salesforce__product_2') }}
),

offered as (
    -- A line's price is that of its whole term, where no rhythm of billing is told.
    select
        lines.line_id,
        lines.quote_id,
        lines.product_id,
        lines.description,
        lines.quantity,
        lines.unit_price,
        if(
            lines.billing_period is null,
            'P' || lines.month_count || 'M',
            {{ salesforce_price_period('lines', 'models') }}
        ) as price_period,
        lines.billing_period,
        lines.discount_percent,
        lines.start_date,
        lines.end_date,
        lines.source_record
    from stg_crm_salesforce__quote_line_item as lines
    left join stg_crm_salesforce__product_selling_model as models
        on lines.selling_model_id = models.selling_model_id
    union all by name
    -- What nobody declared the meaning of is taken for the price of its whole term.
    select
        lines.line_id,
        lines.opportunity_id as quote_id,
        lines.product_id,
        lines.description,
        lines.quantity,
        lines.unit_price,
        coalesce(sold.price_period, 'P' || lines.month_count || 'M') as price_period,
        sold.billing_period,
        lines.discount_percent,
        coalesce(sold.start_date, lines.service_date) as start_date,
        sold.end_date,
        lines.source_record
    from stg_crm_salesforce__opportunity_line_item as lines
    left join map_crm_salesforce__sold_lines as sold on lines.line_id = sold.line_id
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
