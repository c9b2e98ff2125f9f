with source as (
    select * from {{ source('file_drop', 'crm_opportunities') }}
),

stg_file_drop__crm_opportunities as (
    select
        opportunity_id,
        account_id,
        name,
        stage,
        is_won::boolean as is_won,
        amount::decimal(18, 4) as amount,
        currency,
        close_date::date as close_date,
        owner,
        notes,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__crm_opportunities
