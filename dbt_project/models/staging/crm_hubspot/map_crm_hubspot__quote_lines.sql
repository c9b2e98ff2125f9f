with map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
    where is_item
),

map_crm_hubspot__quoted_lines as (
    select * from {{ ref('map_crm_hubspot__quoted_lines') }}
),

map_crm_hubspot__quotes as (
    select * from {{ ref('map_crm_hubspot__quotes') }}
),

offered as (
    select
        'crm_hubspot:' || sold.line_id as quote_line_id,
        sold.*
    from map_crm_hubspot__sold_lines as sold
    semi join map_crm_hubspot__quotes as quotes on sold.opportunity_id = quotes.quote_id
    union all by name
    -- A line may be that of a deal and of a quote, or of two.
    select
        opportunity_id || '@' || line_id as quote_line_id,
        *
    from map_crm_hubspot__quoted_lines
),

map_crm_hubspot__quote_lines as (
    select
        quote_line_id,
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
    from offered
)

select * from map_crm_hubspot__quote_lines
