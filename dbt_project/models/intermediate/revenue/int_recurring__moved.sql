with int_recurring__viewed as (
    select * from {{ ref('int_recurring__viewed') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

customer_months as (
    select
        currency_view,
        customer_id,
        currency,
        movement_month,
        sum(closing_amount) as closing_amount,
        sum(index_amount) as index_amount,
        sum(fx_amount) as fx_amount,
        sum(list_amount) as list_amount,
        sum(contract_amount) as contract_amount,
        sum(billed_amount) as billed_amount,
        sum(true_up_amount) as true_up_amount,
        bool_or(is_rate_estimated) as is_rate_estimated
    from int_recurring__viewed
    group by currency_view, customer_id, currency, movement_month
),

months as (
    -- Every month from the customer's first, so that one without recurring revenue shows as such.
    select
        currency_view,
        customer_id,
        currency,
        unnest(range(
            {{ month_index('min(movement_month)') }},
            {{ month_index('max(run_settings.as_of_date)') }} + 1
        )) as month_number
    from customer_months
    cross join run_settings
    group by currency_view, customer_id, currency
),

dated as (
    select
        currency_view,
        customer_id,
        currency,
        {{ day_of_month_index('month_number', '1') }} as movement_month
    from months
),

balanced as (
    select
        dated.currency_view,
        dated.customer_id,
        dated.currency,
        dated.movement_month,
        coalesce(
            lag(customer_months.closing_amount) over customer_in_time, 0
        )::decimal(18, 4) as opening_amount,
        coalesce(customer_months.closing_amount, 0)::decimal(18, 4) as closing_amount,
        coalesce(customer_months.index_amount, 0)::decimal(18, 4) as index_amount,
        coalesce(customer_months.fx_amount, 0)::decimal(18, 4) as fx_amount,
        coalesce(customer_months.list_amount, 0)::decimal(18, 4) as list_amount,
        coalesce(customer_months.contract_amount, 0)::decimal(18, 4) as contract_amount,
        coalesce(customer_months.billed_amount, 0)::decimal(18, 4) as billed_amount,
        coalesce(customer_months.true_up_amount, 0)::decimal(18, 4) as true_up_amount,
        coalesce(customer_months.is_rate_estimated, false) as is_rate_estimated,
        coalesce(
            max(customer_months.closing_amount) over (
                customer_in_time rows between unbounded preceding and 1 preceding
            ),
            0
        ) > 0 as is_known
    from dated
    left join customer_months
        on
            dated.currency_view = customer_months.currency_view
            and dated.customer_id = customer_months.customer_id
            and dated.currency = customer_months.currency
            and dated.movement_month = customer_months.movement_month
    window customer_in_time as (
        partition by dated.currency_view, dated.customer_id, dated.currency
        order by dated.movement_month
    )
),

int_recurring__moved as (
    -- Who leaves takes along what the month opened with: nothing is left for an index to raise.
    select
        * replace (
            (case when closing_amount = 0 then 0 else index_amount end)::decimal(18, 4)
                as index_amount,
            (case when closing_amount = 0 then 0 else fx_amount end)::decimal(18, 4) as fx_amount
        ),
        (
            closing_amount - opening_amount
            - case when closing_amount = 0 then 0 else index_amount + fx_amount end
        )::decimal(18, 4) as growth_amount
    from balanced
)

select * from int_recurring__moved
