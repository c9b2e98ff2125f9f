with source as (
    select * from {{ source('erp_tryton', 'product_category') }}
),

stg_erp_tryton__product_category as (
    select
        id as category_id,

        name,
        customer_taxes_used as tax_ids,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__product_category
