-- Fails if the revenue of the customers of a month ago, or of the cohorts of all months, is not
-- what the balances say: retention would be told of other customers than there are.
with balances as (
    select
        currency_view,
        currency,
        movement_month,
        sum(case when opening_amount > 0 then opening_amount else 0 end) as opening_amount
    from {{ ref('int_recurring__moved') }}
    group by currency_view, currency, movement_month
),

positive as (
    select
        currency_view,
        customer_id,
        currency,
        min(movement_month) as cohort_month
    from {{ ref('int_recurring__moved') }}
    where closing_amount > 0
    group by currency_view, customer_id, currency
),

begun as (
    select
        moved.currency_view,
        moved.currency,
        moved.movement_month,
        sum(moved.closing_amount) as closing_amount
    from {{ ref('int_recurring__moved') }} as moved
    inner join positive
        on
            moved.currency_view = positive.currency_view
            and moved.customer_id = positive.customer_id
            and moved.currency = positive.currency
            and moved.movement_month >= positive.cohort_month
    group by moved.currency_view, moved.currency, moved.movement_month
),

cohorts as (
    select
        currency_view,
        currency,
        movement_month,
        sum(closing_amount) as closing_amount
    from {{ ref('fct_revenue_cohorts') }}
    group by currency_view, currency, movement_month
)

select
    balances.currency_view,
    balances.currency,
    balances.movement_month,
    balances.opening_amount as told_amount,
    retention.cohort_amount as found_amount
from balances
left join {{ ref('fct_revenue_retention') }} as retention
    on
        balances.currency_view = retention.currency_view
        and balances.currency = retention.currency
        and balances.movement_month = retention.movement_month
        and retention.window_months = 1
where
    retention.cohort_amount is distinct from balances.opening_amount
    or retention.gross_amount > least(retention.net_amount, retention.cohort_amount)
union all
select
    begun.currency_view,
    begun.currency,
    begun.movement_month,
    begun.closing_amount as told_amount,
    cohorts.closing_amount as found_amount
from begun
left join cohorts
    on
        begun.currency_view = cohorts.currency_view
        and begun.currency = cohorts.currency
        and begun.movement_month = cohorts.movement_month
where cohorts.closing_amount is distinct from begun.closing_amount
