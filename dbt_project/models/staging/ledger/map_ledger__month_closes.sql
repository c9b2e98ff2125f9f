with stg_ledger__month_closes as (
    select * from {{ ref('stg_ledger__month_closes') }}
),

map_ledger__month_closes as (
    select
        closing_month,
        as_of_date,
        accepted_by,
        accepted_reason,
        failed_count
    from stg_ledger__month_closes
)

select * from map_ledger__month_closes
