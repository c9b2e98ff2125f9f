with source as (
    select * from {{ source('crm_hubspot', 'quote') }}
),

stg_crm_hubspot__quote as (
    select
        id as quote_id,

        lower(property_hs_status) as status,
        property_hs_currency as currency,

        property_hs_expiration_date as expiration,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_hubspot__quote
