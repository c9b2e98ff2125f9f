with map_crm_salesforce__adjustments as (
    {{ crm_adjustments(
        'crm_salesforce',
        ref('map_crm_salesforce__sold_terms'),
        ref('map_crm_salesforce__sold_lines')
    ) }}
)

select * from map_crm_salesforce__adjustments
