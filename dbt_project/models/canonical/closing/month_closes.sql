with mapped as (
    {{ union_mapped('month_closes') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

month_closes as (
    select
        mapped.closing_month,
        mapped.accepted_by,
        mapped.accepted_reason,
        mapped.failed_count,
        mapped.as_of_date
    from mapped
    -- CANONICAL 2, as-of date: a close made later does not exist yet.
    inner join run_settings on mapped.as_of_date <= run_settings.as_of_date
)

select * from month_closes
