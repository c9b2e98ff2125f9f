with source as (
    select * from {{ source('erp_sap', 'product_descriptions') }}
),

stg_erp_sap__product_descriptions as (
    select
        product,
        language,

        product_description,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__product_descriptions
