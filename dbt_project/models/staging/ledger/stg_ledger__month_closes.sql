with source as (
    select * from {{ source('ledger', 'month_closes') }}
),

stg_ledger__month_closes as (
    select
        closing_month,
        as_of_date,
        accepted_by,
        accepted_reason,
        failed_count
    from source
)

select * from stg_ledger__month_closes
