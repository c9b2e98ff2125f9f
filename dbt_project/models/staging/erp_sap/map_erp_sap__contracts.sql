with stg_erp_sap__sales_order_headers as (
    select * from {{ ref('stg_erp_sap__sales_order_headers') }}
),

stg_erp_sap__outbound_delivery_items as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_items') }}
),

stg_erp_sap__billing_document_items as (
    select * from {{ ref('stg_erp_sap__billing_document_items') }}
),

stg_erp_sap__billing_document_headers as (
    select * from {{ ref('stg_erp_sap__billing_document_headers') }}
),

company_codes as (
    -- A sales organisation invoices for one company code, which the order does not name but the
    -- documents of its deliveries do.
    select
        orders.sales_organization,
        min(documents.company_code) as company_code
    from stg_erp_sap__sales_order_headers as orders
    inner join stg_erp_sap__outbound_delivery_items as deliveries
        on orders.sales_order = deliveries.reference_document
    inner join stg_erp_sap__billing_document_items as billed
        on
            deliveries.delivery_document = billed.reference_document
            and deliveries.delivery_document_item = billed.reference_item
    inner join stg_erp_sap__billing_document_headers as documents
        on billed.billing_document = documents.billing_document
    group by orders.sales_organization
),

map_erp_sap__contracts as (
    select
        'erp_sap:' || orders.sales_order as contract_id,
        'erp_sap:' || orders.sold_to_party as account_id,
        -- Orders and documents both name the sold-to party and no payer: like is held to like.
        'erp_sap:' || orders.sold_to_party as customer_id,
        'erp_sap:' || coalesce(company_codes.company_code, orders.sales_organization)
            as legal_entity_id,
        orders.currency,
        orders.created_on as signed_on,
        orders.created_on as start_date,
        'active' as status,
        'none' as renewal,
        orders.source_record
    from stg_erp_sap__sales_order_headers as orders
    left join company_codes on orders.sales_organization = company_codes.sales_organization
)

select * from map_erp_sap__contracts
