with int_recurring__moved as (
    select * from {{ ref('int_recurring__moved') }}
),

begun as (
    -- A customer belongs to the month in which it first had recurring revenue, for good.
    select
        *,
        min(case when closing_amount > 0 then movement_month end) over (
            partition by currency_view, customer_id, currency
        ) as cohort_month
    from int_recurring__moved
),

summed as (
    select
        currency_view,
        currency,
        cohort_month,
        movement_month,
        date_diff('month', cohort_month, movement_month) as months_since,
        count(*) as customer_count,
        count(*) filter (where closing_amount > 0) as retained_customer_count,
        sum(closing_amount)::decimal(38, 4) as closing_amount
    from begun
    where movement_month >= cohort_month
    group by currency_view, currency, cohort_month, movement_month
),

compared as (
    select
        *,
        first_value(closing_amount) over (
            partition by currency_view, currency, cohort_month order by movement_month
        ) as cohort_amount
    from summed
),

fct_revenue_cohorts as (
    select
        currency_view,

        months_since,
        customer_count,
        retained_customer_count,
        cohort_amount,
        closing_amount,
        currency,
        {{ share_rate('closing_amount', 'cohort_amount') }} as retained_rate,
        {{ share_rate('retained_customer_count', 'customer_count') }}
            as customer_retention_rate,

        cohort_month,
        movement_month
    from compared
)

select * from fct_revenue_cohorts
