with deals as (
    select
        *,
        opportunity_id as deal_id
    from {{ ref('stg_crm_salesforce__opportunity') }}
),

map_crm_salesforce__sold_deals as (
    {{ crm_sold_deals(
        'crm_salesforce',
        'deals',
        ref('map_crm_salesforce__opportunities'),
        ref('currencies'),
        ref('stg_crm_salesforce__declared_options')
    ) }}
)

select * from map_crm_salesforce__sold_deals
