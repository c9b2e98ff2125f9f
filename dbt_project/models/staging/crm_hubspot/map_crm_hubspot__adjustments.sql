with map_crm_hubspot__adjustments as (
    {{ crm_adjustments(
        'crm_hubspot',
        ref('map_crm_hubspot__sold_terms'),
        ref('map_crm_hubspot__sold_lines')
    ) }}
)

select * from map_crm_hubspot__adjustments
