with map_crm_hubspot__contracts as (
    {{ crm_contracts(
        ref('map_crm_hubspot__sold_terms'),
        ref('map_crm_hubspot__accounts'),
        ref('map_crm_hubspot__quotes')
    ) }}
)

select * from map_crm_hubspot__contracts
