with stg_file_drop__crm_opportunities as (
    select * from {{ ref('stg_file_drop__crm_opportunities') }}
),

map_file_drop__opportunities as (
    select
        opportunity_id,
        account_id,
        name,
        stage,
        is_won,
        amount,
        currency,
        close_date,
        owner,
        notes,
        source_record
    from stg_file_drop__crm_opportunities
)

select * from map_file_drop__opportunities
