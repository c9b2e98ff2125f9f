with int_revenue__obligations as (
    select * from {{ ref('int_revenue__obligations') }}
),

int_revenue__billed as (
    select * from {{ ref('int_revenue__billed') }}
),

int_revenue__recognised as (
    select * from {{ ref('int_revenue__recognised') }}
),

months as (
    -- Every month from the first movement on, so that a month opens where the last one closed.
    select
        *,
        {{ day_of_month_index('month_number', '1') }} as revenue_month
    from (
        select
            *,
            unnest(range(
                {{ month_index('first_month') }}, {{ month_index('last_month') }} + 1
            )) as month_number
        from int_revenue__obligations
    ) as numbered
),

recognised as (
    select
        contract_line_id,
        revenue_month,
        sum(recognised_amount) as recognised_amount,
        sum(contra_amount) as contra_amount
    from int_revenue__recognised
    group by contract_line_id, revenue_month
),

moved as (
    select
        months.contract_line_id,
        months.contract_id,
        months.legal_entity_id,
        months.revenue_month,
        -- A month without a movement moved nothing.
        coalesce(recognised.recognised_amount, 0)::decimal(18, 4) as recognised_amount,
        coalesce(recognised.contra_amount, 0)::decimal(18, 4) as contra_amount,
        coalesce(int_revenue__billed.billed_amount, 0)::decimal(18, 4) as billed_amount,
        months.currency
    from months
    left join recognised
        on
            months.contract_line_id = recognised.contract_line_id
            and months.revenue_month = recognised.revenue_month
    left join int_revenue__billed
        on
            months.contract_line_id = int_revenue__billed.contract_line_id
            and months.revenue_month = int_revenue__billed.revenue_month
),

balanced as (
    select
        *,
        sum(billed_amount - recognised_amount) over (
            partition by contract_line_id order by revenue_month
        )::decimal(18, 4) as closing_balance
    from moved
),

int_revenue_schedule as (
    select
        *,
        (closing_balance - billed_amount + recognised_amount)::decimal(18, 4) as opening_balance,
        greatest(closing_balance, 0)::decimal(18, 4) as deferred_balance,
        greatest(-closing_balance, 0)::decimal(18, 4) as unbilled_balance
    from balanced
)

select * from int_revenue_schedule
