with int_revenue_schedule as (
    select * from {{ ref('int_revenue_schedule') }}
),

summed as (
    select
        contract_id,
        legal_entity_id,
        currency,
        revenue_month,
        sum(opening_balance)::decimal(18, 4) as opening_balance,
        sum(billed_amount)::decimal(18, 4) as billed_amount,
        sum(recognised_amount)::decimal(18, 4) as recognised_amount,
        sum(contra_amount)::decimal(18, 4) as contra_amount,
        sum(closing_balance)::decimal(18, 4) as closing_balance
    from int_revenue_schedule
    group by contract_id, legal_entity_id, currency, revenue_month
),

int_revenue__contract_balances as (
    -- IFRS 15.105: a contract is an asset or a liability, whichever its lines come to together, and
    -- one contract's asset is never set against another's liability.
    select
        *,
        greatest(closing_balance, 0)::decimal(18, 4) as deferred_balance,
        greatest(-closing_balance, 0)::decimal(18, 4) as unbilled_balance
    from summed
)

select * from int_revenue__contract_balances
