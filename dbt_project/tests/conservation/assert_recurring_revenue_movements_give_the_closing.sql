-- Fails if a customer's movements do not lead from one month's recurring revenue to the next, in
-- the currency that it is billed in or in the reporting one: a waterfall would not add up.
with balances as (
    select
        'billed' as currency_view,
        *
    from {{ ref('fct_mrr_balances') }}
    union all
    select
        'reporting' as currency_view,
        *
    from {{ ref('fct_group_mrr_balances') }}
),

movements as (
    select
        'billed' as currency_view,
        customer_id,
        currency,
        movement_month,
        amount
    from {{ ref('fct_mrr_movements') }}
    union all
    select
        'reporting' as currency_view,
        customer_id,
        currency,
        movement_month,
        amount
    from {{ ref('fct_group_mrr_movements') }}
),

moved as (
    select
        currency_view,
        customer_id,
        currency,
        movement_month,
        sum(amount) as movement_amount
    from movements
    group by currency_view, customer_id, currency, movement_month
),

compared as (
    select
        balances.*,
        coalesce(moved.movement_amount, 0) as movement_amount,
        lag(balances.closing_amount) over (
            partition by balances.currency_view, balances.customer_id, balances.currency
            order by balances.movement_month
        ) as last_closing_amount
    from balances
    left join moved
        on
            balances.currency_view = moved.currency_view
            and balances.customer_id = moved.customer_id
            and balances.currency = moved.currency
            and balances.movement_month = moved.movement_month
)

select *
from compared
where
    opening_amount + movement_amount != closing_amount
    or opening_amount != coalesce(last_closing_amount, 0)
