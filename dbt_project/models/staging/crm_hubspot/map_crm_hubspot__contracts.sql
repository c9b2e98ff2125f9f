with map_crm_hubspot__sold_terms as (
    select * from {{ ref('map_crm_hubspot__sold_terms') }}
    where is_read
),

map_crm_hubspot__accounts as (
    select * from {{ ref('map_crm_hubspot__accounts') }}
),

map_crm_hubspot__contracts as (
    select
        sold.opportunity_id as contract_id,
        sold.opportunity_id,
        if(sold.has_items, sold.opportunity_id, null) as quote_id,
        sold.account_id,
        accounts.erp_customer_id as customer_id,
        sold.legal_entity_id,
        sold.currency,
        -- Priced in the UF, invoiced in the deal's own currency.
        sold.deal_currency as invoice_currency,
        sold.close_date as signed_on,
        sold.contract_start as start_date,
        sold.last_end as end_date,
        'active' as status,
        'none' as renewal,
        sold.payment_terms_days,
        sold.source_record
    from map_crm_hubspot__sold_terms as sold
    left join map_crm_hubspot__accounts as accounts on sold.account_id = accounts.account_id
)

select * from map_crm_hubspot__contracts
