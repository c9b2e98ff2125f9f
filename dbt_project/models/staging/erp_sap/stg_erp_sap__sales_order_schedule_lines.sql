with source as (
    select * from {{ source('erp_sap', 'sales_order_schedule_lines') }}
),

stg_erp_sap__sales_order_schedule_lines as (
    select
        sales_order,
        sales_order_item::integer as sales_order_item,
        schedule_line::integer as schedule_line,

        order_quantity_unit as confirmed_quantity_unit,

        confd_order_qty_by_matl_avail_check::decimal(18, 8) as confirmed_quantity,

        confirmed_delivery_date::date as confirmed_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__sales_order_schedule_lines
