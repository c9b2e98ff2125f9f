with source as (
    select * from {{ source('erp_odoo', 'product_product') }}
),

stg_erp_odoo__product_product as (
    select
        id as product_id,

        invoice_policy,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__product_product
