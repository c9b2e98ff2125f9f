with map_crm_salesforce__ordered_lines as (
    select * from {{ ref('map_crm_salesforce__ordered_lines') }}
),

sold as (
    {{ crm_contract_lines(
        'crm_salesforce',
        ref('map_crm_salesforce__sold_terms'),
        ref('map_crm_salesforce__sold_lines'),
        ref('map_crm_salesforce__quotes')
    ) }}
),

map_crm_salesforce__contract_lines as (
    select * from map_crm_salesforce__ordered_lines
    union all by name
    select * from sold
)

select * from map_crm_salesforce__contract_lines
