with map_crm_salesforce__ordered_contracts as (
    select * from {{ ref('map_crm_salesforce__ordered_contracts') }}
),

sold as (
    {{ crm_contracts(
        ref('map_crm_salesforce__sold_terms'),
        ref('map_crm_salesforce__accounts'),
        ref('map_crm_salesforce__quotes')
    ) }}
),

map_crm_salesforce__contracts as (
    select * from map_crm_salesforce__ordered_contracts
    union all by name
    select * from sold
)

select * from map_crm_salesforce__contracts
