with int_billing__month_periods as (
    select * from {{ ref('int_billing__month_periods') }}
),

int_billing__day_periods as (
    select * from {{ ref('int_billing__day_periods') }}
),

int_billing__point_periods as (
    select * from {{ ref('int_billing__point_periods') }}
),

int_billing__periods as (
    select * from int_billing__month_periods
    union all by name
    select * from int_billing__day_periods
    union all by name
    select
        *,
        billing_period_start as full_period_start,
        billing_period_start + 1 as full_period_until,
        billing_period_start + 1 as billing_period_until
    from int_billing__point_periods
)

select * from int_billing__periods
