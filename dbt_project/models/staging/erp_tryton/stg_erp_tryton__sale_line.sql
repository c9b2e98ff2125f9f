with source as (
    select * from {{ source('erp_tryton', 'sale_line') }}
),

stg_erp_tryton__sale_line as (
    select
        id as sale_line_id,
        sale as sale_id,
        product as product_id,

        type as line_type,
        description,
        taxes as tax_ids,

        quantity::decimal(18, 8) as quantity,
        unit_price::decimal(18, 8) as unit_price,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_line
