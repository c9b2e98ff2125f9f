with stg_crm_hubspot__line_item as (
    select * from {{ ref('stg_crm_hubspot__line_item') }}
),

stg_crm_hubspot__line_item_deal as (
    select * from {{ ref('stg_crm_hubspot__line_item_deal') }}
),

items as (
    -- HubSpot says of each item how often it is charged; where it says nothing, once.
    select
        items.*,
        links.deal_id,
        true as is_price_told
    from stg_crm_hubspot__line_item as items
    inner join stg_crm_hubspot__line_item_deal as links on items.line_item_id = links.line_item_id
),

map_crm_hubspot__sold_items as (
    {{ crm_sold_items(
        'items',
        ref('map_crm_hubspot__sold_deals'),
        ref('stg_crm_hubspot__declared_options'),
        hubspot_fields()
    ) }}
)

select * from map_crm_hubspot__sold_items
