with stg_crm_hubspot__line_item as (
    select * from {{ ref('stg_crm_hubspot__line_item') }}
),

stg_crm_hubspot__quote_line_item as (
    select * from {{ ref('stg_crm_hubspot__quote_line_item') }}
),

items as (
    select
        items.*,
        links.quote_id as deal_id,
        true as is_price_told
    from stg_crm_hubspot__line_item as items
    inner join stg_crm_hubspot__quote_line_item as links on items.line_item_id = links.line_item_id
),

map_crm_hubspot__quoted_items as (
    {{ crm_sold_items(
        'items',
        ref('map_crm_hubspot__quoted_deals'),
        ref('stg_crm_hubspot__declared_options'),
        hubspot_fields()
    ) }}
)

select * from map_crm_hubspot__quoted_items
