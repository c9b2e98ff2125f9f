with source as (
    select * from {{ source('file_drop', 'crm_quotes') }}
),

stg_file_drop__crm_quotes as (
    select
        quote_id,
        opportunity_id,
        status,
        currency,
        accepted_on::date as accepted_on,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__crm_quotes
