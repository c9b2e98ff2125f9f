with map_crm_hubspot__contract_lines as (
    {{ crm_contract_lines(
        'crm_hubspot',
        ref('map_crm_hubspot__sold_terms'),
        ref('map_crm_hubspot__sold_lines'),
        ref('map_crm_hubspot__quotes')
    ) }}
)

select * from map_crm_hubspot__contract_lines
