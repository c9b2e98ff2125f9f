with source as (
    select * from {{ source('erp_sap', 'sales_order_items') }}
),

stg_erp_sap__sales_order_items as (
    select
        sales_order,
        sales_order_item::integer as sales_order_item,

        sales_order_item_category,
        material,
        requested_quantity_unit,
        material_group,
        production_plant,
        storage_location,
        sales_document_rjcn_reason as rejection_reason,
        item_billing_block_reason,

        requested_quantity::decimal(18, 8) as requested_quantity,

        transaction_currency as currency,
        net_amount::decimal(18, 4) as net_amount,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__sales_order_items
