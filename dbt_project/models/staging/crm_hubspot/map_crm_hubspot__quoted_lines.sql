with map_crm_hubspot__quoted_lines as (
    {{ crm_sold_lines(
        ref('map_crm_hubspot__quoted_items'),
        none,
        ref('stg_crm_hubspot__declared_options'),
        hubspot_fields()
    ) }}
)

select * from map_crm_hubspot__quoted_lines
