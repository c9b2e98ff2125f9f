with run_settings as (
    select horizon_on from {{ ref('run_settings') }}
),

dim_calendar_days as (
    -- From a day before any document of these books to the forecast's last.
    select
        unnest(generate_series('2000-01-01'::date, horizon_on, interval 1 day))::date
            as calendar_date
    from run_settings
)

select * from dim_calendar_days
