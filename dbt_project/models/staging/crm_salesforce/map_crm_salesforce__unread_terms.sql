with map_crm_salesforce__unread_terms as (
    {{ crm_unread_terms(
        'crm_salesforce',
        ref('map_crm_salesforce__sold_terms'),
        ref('map_crm_salesforce__sold_lines')
    ) }}
)

select * from map_crm_salesforce__unread_terms
