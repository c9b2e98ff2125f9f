with map_crm_salesforce__sold_amounts as (
    {{ crm_sold_amounts(
        ref('map_crm_salesforce__sold_deals'),
        ref('map_crm_salesforce__sold_items'),
        ref('stg_crm_salesforce__declared_options'),
        salesforce_fields()
    ) }}
)

select * from map_crm_salesforce__sold_amounts
