with mapped as (
    {{ union_mapped('gap_observations') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

gap_observations as (
    select
        mapped.gap_id,
        mapped.as_of_date
    from mapped
    -- CANONICAL 2, as-of date: a run reads only what was known then.
    inner join run_settings on mapped.as_of_date < run_settings.as_of_date
)

select * from gap_observations
