with stg_erp_sap__billing_document_items as (
    select * from {{ ref('stg_erp_sap__billing_document_items') }}
),

stg_erp_sap__outbound_delivery_items as (
    select * from {{ ref('stg_erp_sap__outbound_delivery_items') }}
),

map_erp_sap__invoice_lines as (
    -- A document bills an item of a delivery, which delivers an item of an order. Item numbers are
    -- integers by now: as text, "10" of one never meets "000010" of the other.
    select
        'erp_sap:' || billed.billing_document || '/' || billed.billing_document_item
            as invoice_line_id,
        'erp_sap:' || billed.billing_document as invoice_id,
        'erp_sap:' || deliveries.reference_document || '/' || deliveries.reference_item
            as contract_line_id,
        'erp_sap:' || billed.material as product_id,
        billed.billed_quantity as quantity,
        billed.net_amount,
        billed.source_record
    from stg_erp_sap__billing_document_items as billed
    left join stg_erp_sap__outbound_delivery_items as deliveries
        on
            billed.reference_document = deliveries.delivery_document
            and billed.reference_item = deliveries.delivery_document_item
)

select * from map_erp_sap__invoice_lines
