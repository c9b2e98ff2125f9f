with source as (
    select * from {{ source('erp_sap', 'plants') }}
),

stg_erp_sap__plants as (
    select
        plant,

        plant_name,
        valuation_area,
        plant_customer,
        plant_supplier,
        factory_calendar,
        default_purchasing_organization,
        sales_organization,
        address_id,
        plant_category,
        distribution_channel,
        division,
        language,

        coalesce(is_marked_for_archiving, false) as is_marked_for_archiving,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__plants
