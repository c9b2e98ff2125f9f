with int_revenue__earned as (
    select * from {{ ref('int_revenue__earned') }}
),

int_revenue__contra as (
    select * from {{ ref('int_revenue__contra') }}
),

moved as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        earned_amount as recognised_amount,
        0::decimal(18, 4) as contra_amount,
        is_rate_missing
    from int_revenue__earned
    union all by name
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        -lowered_amount as recognised_amount,
        contra_amount,
        false as is_rate_missing
    from int_revenue__contra
),

int_revenue__recognised as (
    select
        contract_line_id,
        billing_period_start,
        revenue_month,
        sum(recognised_amount)::decimal(18, 4) as recognised_amount,
        sum(contra_amount)::decimal(18, 4) as contra_amount,
        bool_or(is_rate_missing) as is_rate_missing
    from moved
    group by contract_line_id, billing_period_start, revenue_month
)

select * from int_revenue__recognised
