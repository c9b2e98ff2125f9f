with int_obligation__terms as (
    select * from {{ ref('int_obligation__terms') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

int_obligation__settings as (
    -- An obligation is priced up to its end, beyond the horizon of the forecast too.
    select
        run_settings.as_of_date,
        max(terms.life_until) as horizon_on
    from run_settings
    left join int_obligation__terms as terms on true
    group by run_settings.as_of_date
)

select * from int_obligation__settings
