with map_crm_hubspot__sold_terms as (
    {{ crm_sold_terms(
        ref('map_crm_hubspot__sold_deals'),
        ref('map_crm_hubspot__sold_lines'),
        ref('stg_crm_hubspot__declared_options')
    ) }}
)

select * from map_crm_hubspot__sold_terms
