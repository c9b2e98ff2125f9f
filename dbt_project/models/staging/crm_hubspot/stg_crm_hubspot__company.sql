with source as (
    select * from {{ source('crm_hubspot', 'company') }}
),

stg_crm_hubspot__company as (
    select
        id as company_id,
        property_hs_parent_company_id as parent_company_id,

        coalesce(property_name, id) as name,
        upper(property_hs_country_code) as country,

        declared_tax_id as tax_id,
        declared_erp_customer_id as erp_customer_id,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_hubspot__company
