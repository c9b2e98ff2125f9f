with map_crm_hubspot__sold_deals as (
    {{ crm_sold_deals(
        'crm_hubspot',
        ref('stg_crm_hubspot__deal'),
        ref('map_crm_hubspot__opportunities'),
        ref('currencies'),
        ref('stg_crm_hubspot__declared_options')
    ) }}
)

select * from map_crm_hubspot__sold_deals
