with map_crm_hubspot__sold_terms as (
    select * from {{ ref('map_crm_hubspot__sold_terms') }}
    where is_read
),

map_crm_hubspot__accounts as (
    select * from {{ ref('map_crm_hubspot__accounts') }}
),

map_crm_hubspot__contracts as (
    select
        terms.opportunity_id as contract_id,
        terms.opportunity_id,
        if(terms.has_items, terms.opportunity_id, null) as quote_id,
        terms.account_id,
        companies.erp_customer_id as customer_id,
        terms.legal_entity_id,
        terms.currency,
        -- Priced in the UF, invoiced in the deal's own currency.
        terms.deal_currency as invoice_currency,
        terms.close_date as signed_on,
        terms.contract_start as start_date,
        terms.last_end as end_date,
        'active' as status,
        'none' as renewal,
        terms.payment_terms_days,
        terms.source_record
    from map_crm_hubspot__sold_terms as terms
    left join map_crm_hubspot__accounts as companies on terms.account_id = companies.account_id
)

select * from map_crm_hubspot__contracts
