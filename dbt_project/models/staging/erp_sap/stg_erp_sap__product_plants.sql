with source as (
    select * from {{ source('erp_sap', 'product_plants') }}
),

stg_erp_sap__product_plants as (
    select
        product,
        plant,

        country_of_origin,
        region_of_origin,
        production_invtry_managed_loc as production_inventory_location,
        availability_check_type,
        fiscal_year_variant,
        profit_center,
        mrp_type,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__product_plants
