with stg_ledger__gap_observations as (
    select * from {{ ref('stg_ledger__gap_observations') }}
),

map_ledger__gap_observations as (
    select
        gap_id,
        as_of_date
    from stg_ledger__gap_observations
)

select * from map_ledger__gap_observations
