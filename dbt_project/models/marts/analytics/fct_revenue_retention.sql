with int_recurring__retained as (
    select * from {{ ref('int_recurring__retained') }}
),

summed as (
    select
        currency_view,
        window_months,
        currency,
        movement_month,
        count(*) filter (where is_in_cohort) as customer_count,
        count(*) filter (where is_in_cohort and net_amount > 0) as retained_customer_count,
        sum(cohort_amount)::decimal(38, 4) as cohort_amount,
        sum(net_amount)::decimal(38, 4) as net_amount,
        sum(gross_amount)::decimal(38, 4) as gross_amount
    from int_recurring__retained
    group by currency_view, window_months, currency, movement_month
),

fct_revenue_retention as (
    select
        currency_view,
        window_months,

        customer_count,
        retained_customer_count,
        cohort_amount,
        net_amount,
        gross_amount,
        currency,
        {{ share_rate('net_amount', 'cohort_amount') }} as net_retention_rate,
        {{ share_rate('gross_amount', 'cohort_amount') }} as gross_retention_rate,
        {{ share_rate('retained_customer_count', 'customer_count') }}
            as customer_retention_rate,

        movement_month
    from summed
)

select * from fct_revenue_retention
