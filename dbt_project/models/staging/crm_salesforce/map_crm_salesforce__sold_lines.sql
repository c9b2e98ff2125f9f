with map_crm_salesforce__sold_lines as (
    {{ crm_sold_lines(
        ref('map_crm_salesforce__sold_items'),
        ref('map_crm_salesforce__sold_amounts'),
        ref('stg_crm_salesforce__declared_options'),
        salesforce_fields()
    ) }}
)

select * from map_crm_salesforce__sold_lines
