with stg_erp_sap__outbound_delivery_items as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_items') }}
),

stg_erp_sap__outbound_delivery_headers as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_headers') }}
),

stg_erp_sap__billing_document_items as (
    select * from {{ ref('stg_erp_sap__billing_document_items') }}
),

stg_erp_sap__billing_document_headers as (
    select * from {{ ref('stg_erp_sap__billing_document_headers') }}
),

delivered as (
    -- The order is the contract here.
    select
        'contract' as from_kind,
        'erp_sap:' || items.reference_document as from_id,
        items.reference_item::varchar as from_item,
        'delivery' as to_kind,
        'erp_sap:' || items.delivery_document as to_id,
        items.delivery_document_item::varchar as to_item,
        'erp_sap' as source,
        items.delivered_quantity as quantity,
        items.delivered_quantity_unit as quantity_unit,
        headers.created_on as linked_on,
        items.source_record
    from stg_erp_sap__outbound_delivery_items as items
    inner join stg_erp_sap__outbound_delivery_headers as headers
        on items.delivery_document = headers.delivery_document
),

billed as (
    select
        'delivery' as from_kind,
        'erp_sap:' || items.reference_document as from_id,
        items.reference_item::varchar as from_item,
        case headers.billing_document_type when 'S1' then 'credit_note' else 'invoice' end
            as to_kind,
        'erp_sap:' || items.billing_document as to_id,
        items.billing_document_item::varchar as to_item,
        'erp_sap' as source,
        items.billed_quantity as quantity,
        items.billed_quantity_unit as quantity_unit,
        items.net_amount as amount,
        items.currency,
        headers.billed_on as linked_on,
        items.source_record
    from stg_erp_sap__billing_document_items as items
    inner join stg_erp_sap__billing_document_headers as headers
        on items.billing_document = headers.billing_document
),

map_erp_sap__document_links as (
    select * from delivered
    union all by name
    select * from billed
)

select * from map_erp_sap__document_links
