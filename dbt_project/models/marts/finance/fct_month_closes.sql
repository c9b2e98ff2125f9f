with month_closes as (
    select * from {{ ref('month_closes') }}
),

fct_month_closes as (
    select
        accepted_by,
        accepted_reason,
        failed_count,
        closing_month,
        as_of_date
    from month_closes
)

select * from fct_month_closes
