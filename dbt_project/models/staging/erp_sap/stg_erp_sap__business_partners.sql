with source as (
    select * from {{ source('erp_sap', 'business_partners') }}
),

stg_erp_sap__business_partners as (
    select
        business_partner,

        customer,
        business_partner_category,
        business_partner_full_name,
        business_partner_grouping,
        business_partner_name,
        correspondence_language,
        created_by_user,
        first_name,
        form_of_address,
        industry,
        last_name,
        organization_bp_name1,
        organization_bp_name2,

        coalesce(business_partner_is_blocked, false) as is_blocked,
        coalesce(is_marked_for_archiving, false) as is_marked_for_archiving,

        creation_date::date as created_on,
        last_change_date::date as last_changed_on,

        {{ moment_of('creation_date', 'creation_time') }} as created_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__business_partners
