with stg_erp_sap__business_partners as (
    select * from {{ ref('stg_erp_sap__business_partners') }}
    where customer is not null
),

map_erp_sap__accounts as (
    -- The extracts hold no CRM: whoever ordered is the account, under the customer's own number.
    select
        'erp_sap:' || customer as account_id,
        coalesce(business_partner_full_name, business_partner_name, customer) as name,
        'erp_sap:' || customer as erp_customer_id,
        source_record
    from stg_erp_sap__business_partners
)

select * from map_erp_sap__accounts
