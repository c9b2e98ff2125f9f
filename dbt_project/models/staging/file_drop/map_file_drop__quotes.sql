with stg_file_drop__crm_quotes as (
    select * from {{ ref('stg_file_drop__crm_quotes') }}
),

map_file_drop__quotes as (
    select
        quote_id,
        opportunity_id,
        status,
        currency,
        accepted_on,
        source_record
    from stg_file_drop__crm_quotes
)

select * from map_file_drop__quotes
