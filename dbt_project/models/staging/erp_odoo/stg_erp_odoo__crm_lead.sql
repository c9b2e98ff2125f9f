with source as (
    select * from {{ source('erp_odoo', 'crm_lead') }}
),

stg_erp_odoo__crm_lead as (
    select
        id as lead_id,
        stage_id,
        partner_id,
        company_id,

        coalesce(name, id) as name,
        type as lead_type,
        owner,

        expected_revenue::decimal(18, 4) as expected_revenue,
        probability::decimal(18, 8) as probability,

        coalesce(active, true) as is_active,

        create_date::date as created_on,
        date_deadline::date as date_deadline,
        date_closed::date as closed_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_odoo__crm_lead
