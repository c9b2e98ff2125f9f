with source as (
    select * from {{ source('erp_sap', 'billing_document_items') }}
),

stg_erp_sap__billing_document_items as (
    select
        billing_document,
        billing_document_item::integer as billing_document_item,

        material,
        billing_quantity_unit as billed_quantity_unit,
        reference_sd_document as reference_document,
        reference_sd_document_item::integer as reference_item,

        billing_quantity::decimal(18, 8) as billed_quantity,

        net_amount::decimal(18, 4) as net_amount,
        transaction_currency as currency,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__billing_document_items
