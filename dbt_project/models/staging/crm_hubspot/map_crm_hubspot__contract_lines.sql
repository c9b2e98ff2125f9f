with map_crm_hubspot__sold_terms as (
    select * from {{ ref('map_crm_hubspot__sold_terms') }}
    where is_read
),

map_crm_hubspot__sold_lines as (
    select * from {{ ref('map_crm_hubspot__sold_lines') }}
),

map_crm_hubspot__contract_lines as (
    select
        'crm_hubspot:' || lines.line_id as contract_line_id,
        lines.opportunity_id as contract_id,
        'crm_hubspot:' || lines.product_id as product_id,
        lines.description,
        case
            when not lines.is_recurring then 'one_time'
            when lines.is_item then 'per_unit'
            else 'flat'
        end as charge_model,
        lines.quantity,
        lines.unit_price,
        lines.price_period,
        lines.billing_period,
        sold.billing_timing,
        'start' as billing_anchor,
        lines.start_date,
        lines.end_date,
        if(lines.is_item, 'crm_hubspot:' || lines.line_id, null) as quote_line_id,
        lines.source_record
    from map_crm_hubspot__sold_lines as lines
    inner join map_crm_hubspot__sold_terms as sold on lines.opportunity_id = sold.opportunity_id
)

select * from map_crm_hubspot__contract_lines
