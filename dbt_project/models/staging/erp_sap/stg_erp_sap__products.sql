with source as (
    select * from {{ source('erp_sap', 'products') }}
),

stg_erp_sap__products as (
    select
        product,

        product_type,
        cross_plant_status,
        created_by_user,
        product_old_id,
        weight_unit,
        product_group,
        base_unit,
        division,
        industry_sector,

        gross_weight::decimal(18, 8) as gross_weight,
        net_weight::decimal(18, 8) as net_weight,

        coalesce(is_marked_for_deletion, false) as is_marked_for_deletion,

        cross_plant_status_validity_date::date as cross_plant_status_valid_on,
        creation_date::date as created_on,
        last_change_date::date as last_changed_on,

        last_change_date_time at time zone 'utc' as last_changed_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__products
