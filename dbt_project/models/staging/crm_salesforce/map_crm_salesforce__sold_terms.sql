with map_crm_salesforce__sold_deals as (
    select * from {{ ref('map_crm_salesforce__sold_deals') }}
),

map_crm_salesforce__ordered_contracts as (
    select * from {{ ref('map_crm_salesforce__ordered_contracts') }}
),

unordered as (
    -- What an activated order says is agreed already.
    select deals.*
    from map_crm_salesforce__sold_deals as deals
    anti join map_crm_salesforce__ordered_contracts as ordered
        on deals.opportunity_id = ordered.opportunity_id
),

map_crm_salesforce__sold_terms as (
    {{ crm_sold_terms(
        'unordered',
        ref('map_crm_salesforce__sold_lines'),
        ref('stg_crm_salesforce__declared_options')
    ) }}
)

select * from map_crm_salesforce__sold_terms
