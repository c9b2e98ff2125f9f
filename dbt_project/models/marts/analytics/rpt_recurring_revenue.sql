with fct_group_mrr_balances as (
    select * from {{ ref('fct_group_mrr_balances') }}
),

fct_group_mrr_movements as (
    select * from {{ ref('fct_group_mrr_movements') }}
),

fct_revenue_retention as (
    select * from {{ ref('fct_revenue_retention') }}
    where currency_view = 'reporting' and window_months = 12
),

dim_run_settings as (
    select as_of_date from {{ ref('dim_run_settings') }}
),

balances as (
    select
        fct_group_mrr_balances.currency,
        fct_group_mrr_balances.movement_month,
        count(*) filter (where fct_group_mrr_balances.closing_amount > 0) as customer_count,
        sum(fct_group_mrr_balances.opening_amount) as opening_amount,
        sum(fct_group_mrr_balances.closing_amount) as closing_amount,
        sum(fct_group_mrr_balances.annual_amount) as annual_amount,
        sum(fct_group_mrr_balances.list_amount) as list_amount,
        sum(fct_group_mrr_balances.contract_amount) as contract_amount,
        sum(fct_group_mrr_balances.billed_amount) as billed_amount
    from fct_group_mrr_balances
    inner join dim_run_settings
        on
            fct_group_mrr_balances.movement_month
            > date_trunc('month', dim_run_settings.as_of_date) - interval 12 month
    group by fct_group_mrr_balances.currency, fct_group_mrr_balances.movement_month
),

movements as (
    select
        currency,
        movement_month,
        sum(amount) filter (where kind = 'new') as new_amount,
        sum(amount) filter (where kind = 'reactivation') as reactivation_amount,
        sum(amount) filter (where kind = 'expansion') as expansion_amount,
        sum(amount) filter (where kind = 'index') as index_amount,
        sum(amount) filter (where kind = 'fx') as fx_amount,
        sum(amount) filter (where kind = 'contraction') as contraction_amount,
        sum(amount) filter (where kind = 'churn') as churn_amount
    from fct_group_mrr_movements
    group by currency, movement_month
),

rpt_recurring_revenue as (
    select
        balances.customer_count,
        balances.opening_amount::decimal(38, 4) as opening_amount,
        coalesce(movements.new_amount, 0)::decimal(38, 4) as new_amount,
        coalesce(movements.reactivation_amount, 0)::decimal(38, 4) as reactivation_amount,
        coalesce(movements.expansion_amount, 0)::decimal(38, 4) as expansion_amount,
        coalesce(movements.index_amount, 0)::decimal(38, 4) as index_amount,
        coalesce(movements.fx_amount, 0)::decimal(38, 4) as fx_amount,
        coalesce(movements.contraction_amount, 0)::decimal(38, 4) as contraction_amount,
        coalesce(movements.churn_amount, 0)::decimal(38, 4) as churn_amount,
        balances.closing_amount::decimal(38, 4) as closing_amount,
        balances.annual_amount::decimal(38, 4) as annual_amount,
        balances.list_amount::decimal(38, 4) as list_amount,
        balances.contract_amount::decimal(38, 4) as contract_amount,
        balances.billed_amount::decimal(38, 4) as billed_amount,
        balances.currency,
        retention.net_retention_rate,
        retention.gross_retention_rate,

        balances.movement_month
    from balances
    left join movements
        on
            balances.currency = movements.currency
            and balances.movement_month = movements.movement_month
    left join fct_revenue_retention as retention
        on
            balances.currency = retention.currency
            and balances.movement_month = retention.movement_month
    -- A currency in which nothing recurs or moves any more has nothing to tell.
    where
        balances.opening_amount != 0
        or balances.closing_amount != 0
        or movements.currency is not null
)

select * from rpt_recurring_revenue
