with map_crm_hubspot__sold_lines as (
    {{ crm_sold_lines(
        ref('map_crm_hubspot__sold_items'),
        ref('map_crm_hubspot__sold_amounts'),
        ref('stg_crm_hubspot__declared_options'),
        hubspot_fields()
    ) }}
)

select * from map_crm_hubspot__sold_lines
