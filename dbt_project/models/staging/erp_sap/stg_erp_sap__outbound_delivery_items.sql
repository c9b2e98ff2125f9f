with source as (
    select * from {{ source('erp_sap', 'outbound_delivery_items') }}
),

stg_erp_sap__outbound_delivery_items as (
    select
        delivery_document,
        delivery_document_item::integer as delivery_document_item,

        batch,
        delivery_quantity_unit as delivered_quantity_unit,
        item_billing_block_reason,
        plant,
        reference_sd_document as reference_document,
        reference_sd_document_item::integer as reference_item,
        storage_location,

        actual_delivery_quantity::decimal(18, 8) as delivered_quantity,

        last_change_date::date as last_changed_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__outbound_delivery_items
