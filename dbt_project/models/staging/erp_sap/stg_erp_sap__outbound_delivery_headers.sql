with source as (
    select * from {{ source('erp_sap', 'outbound_delivery_headers') }}
),

stg_erp_sap__outbound_delivery_headers as (
    select
        delivery_document,

        delivery_block_reason,
        hdr_general_incompletion_status as incompletion_status,
        header_billing_block_reason,
        overall_goods_movement_status as goods_movement_status,
        overall_picking_status as picking_status,
        overall_proof_of_delivery_status as proof_of_delivery_status,
        shipping_point,

        actual_goods_movement_date::date as goods_issued_on,
        creation_date::date as created_on,
        last_change_date::date as last_changed_on,

        {{ moment_of('actual_goods_movement_date', 'actual_goods_movement_time') }}
            as goods_issued_at,
        {{ moment_of('creation_date', 'creation_time') }} as created_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__outbound_delivery_headers
