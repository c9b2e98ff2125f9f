with map_crm_hubspot__sold_amounts as (
    {{ crm_sold_amounts(
        ref('map_crm_hubspot__sold_deals'),
        ref('map_crm_hubspot__sold_items'),
        ref('stg_crm_hubspot__declared_options'),
        hubspot_fields()
    ) }}
)

select * from map_crm_hubspot__sold_amounts
