with int_revenue__contract_balances as (
    select * from {{ ref('int_revenue__contract_balances') }}
),

fct_deferred_revenue_rollforward as (
    -- A contract's rows run from its first movement to the last month: each month adds up the same
    -- contracts and those that begin in it, which open at zero.
    select
        legal_entity_id,

        sum(opening_balance)::decimal(18, 4) as opening_balance,
        sum(billed_amount)::decimal(18, 4) as billed_amount,
        sum(recognised_amount)::decimal(18, 4) as recognised_amount,
        sum(contra_amount)::decimal(18, 4) as contra_amount,
        sum(closing_balance)::decimal(18, 4) as closing_balance,
        sum(deferred_balance)::decimal(18, 4) as deferred_balance,
        sum(unbilled_balance)::decimal(18, 4) as unbilled_balance,
        currency,

        revenue_month
    from int_revenue__contract_balances
    group by
        legal_entity_id,
        currency,
        revenue_month
)

select * from fct_deferred_revenue_rollforward
