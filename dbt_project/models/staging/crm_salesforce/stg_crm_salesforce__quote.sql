with source as (
    select * from {{ source('crm_salesforce', 'quote') }}
),

stg_crm_salesforce__quote as (
    select
        id as quote_id,
        opportunity_id,

        lower(status) as status,
        currency_iso_code as currency,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_crm_salesforce__quote
