with map_crm_hubspot__unread_terms as (
    {{ crm_unread_terms(
        'crm_hubspot',
        ref('map_crm_hubspot__sold_terms'),
        ref('map_crm_hubspot__sold_lines')
    ) }}
)

select * from map_crm_hubspot__unread_terms
