with source as (
    select * from {{ source('erp_tryton', 'product_product') }}
),

stg_erp_tryton__product_product as (
    select
        id as product_id,
        account_category as category_id,

        code,
        name,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__product_product
