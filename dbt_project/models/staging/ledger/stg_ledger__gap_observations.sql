with source as (
    select * from {{ source('ledger', 'gap_observations') }}
),

stg_ledger__gap_observations as (
    select
        gap_id,
        as_of_date::date as as_of_date
    from source
)

select * from stg_ledger__gap_observations
