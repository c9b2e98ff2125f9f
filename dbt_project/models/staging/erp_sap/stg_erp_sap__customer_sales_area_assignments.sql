with source as (
    select * from {{ source('erp_sap', 'customer_sales_area_assignments') }}
),

stg_erp_sap__customer_sales_area_assignments as (
    select
        customer,
        sales_organization,
        distribution_channel,
        division,

        billing_is_blocked_for_customer,
        credit_control_area,
        customer_payment_terms as payment_terms,
        delivery_priority,
        incoterms_classification,
        incoterms_location1,
        sales_group,
        sales_office,
        shipping_condition,
        supplying_plant,
        sales_district,
        exchange_rate_type,

        currency,

        coalesce(complete_delivery_is_defined, false) as is_complete_delivery_defined,
        coalesce(sls_unlmtd_ovrdeliv_is_allwd, false) as is_unlimited_overdelivery_allowed,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__customer_sales_area_assignments
