with source as (
    select * from {{ source('billing_stripe', 'account') }}
),

stg_billing_stripe__account as (
    select
        id as account_id,

        coalesce(company_name, business_profile_name, settings_dashboard_display_name, id) as name,
        upper(country) as country,
        default_currency as currency,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_billing_stripe__account
