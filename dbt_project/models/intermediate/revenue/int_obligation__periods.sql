with by_months as (
    {{ month_period_rows(ref('int_obligation__terms'), ref('int_obligation__settings')) }}
),

by_days as (
    {{ day_period_rows(ref('int_obligation__terms'), ref('int_obligation__settings')) }}
),

int_obligation__terms as (
    select * from {{ ref('int_obligation__terms') }}
    where charge_model = 'one_time'
),

tiles as (
    select * from by_months
    union all by name
    select * from by_days
    union all by name
    select
        terms_variant,
        contract_line_id,
        life_start as billing_period_start,
        life_start as full_period_start,
        life_start + 1 as billing_period_until,
        life_start + 1 as full_period_until
    from int_obligation__terms
),

int_obligation__periods as (
    select
        *,
        null::varchar as milestone_id,
        null::decimal(18, 4) as milestone_amount
    from tiles
)

select * from int_obligation__periods
