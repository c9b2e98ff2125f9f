with stg_erp_sap__business_partners as (
    select * from {{ ref('stg_erp_sap__business_partners') }}
    where customer is not null
),

stg_erp_sap__business_partner_addresses as (
    select * from {{ ref('stg_erp_sap__business_partner_addresses') }}
),

addresses as (
    -- A partner may have moved: the address that became valid last counts.
    select
        business_partner,
        country
    from stg_erp_sap__business_partner_addresses
    qualify
        row_number() over (
            partition by business_partner
            order by valid_from_at desc nulls last, address_id desc
        ) = 1
),

map_erp_sap__customers as (
    select
        'erp_sap:' || partners.customer as customer_id,
        coalesce(
            partners.business_partner_full_name, partners.business_partner_name, partners.customer
        ) as name,
        addresses.country,
        partners.source_record
    from stg_erp_sap__business_partners as partners
    left join addresses on partners.business_partner = addresses.business_partner
)

select * from map_erp_sap__customers
