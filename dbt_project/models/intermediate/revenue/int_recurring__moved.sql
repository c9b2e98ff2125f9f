with int_recurring__measured as (
    select * from {{ ref('int_recurring__measured') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

customer_months as (
    select
        customer_id,
        currency,
        movement_month,
        sum(mrr_amount) as mrr_amount
    from int_recurring__measured
    group by customer_id, currency, movement_month
),

months as (
    -- Every month from the customer's first, so that one without recurring revenue shows as such.
    select
        customer_id,
        currency,
        unnest(range(
            {{ month_index('min(movement_month)') }},
            {{ month_index('max(run_settings.as_of_date)') }} + 1
        )) as month_number
    from customer_months
    cross join run_settings
    group by customer_id, currency
),

dated as (
    select
        customer_id,
        currency,
        {{ day_of_month_index('month_number', '1') }} as movement_month
    from months
),

balanced as (
    select
        dated.customer_id,
        dated.currency,
        dated.movement_month,
        coalesce(customer_months.mrr_amount, 0)::decimal(18, 4) as closing_amount,
        coalesce(lag(customer_months.mrr_amount) over customer_in_time, 0)::decimal(18, 4)
            as opening_amount,
        coalesce(
            max(customer_months.mrr_amount) over (
                customer_in_time rows between unbounded preceding and 1 preceding
            ),
            0
        ) > 0 as is_known
    from dated
    left join customer_months
        on
            dated.customer_id = customer_months.customer_id
            and dated.currency = customer_months.currency
            and dated.movement_month = customer_months.movement_month
    window customer_in_time as (
        partition by dated.customer_id, dated.currency order by dated.movement_month
    )
),

int_recurring__moved as (
    -- One net movement a month: a customer who moves from one product to another has not churned.
    -- Reactivation is tested before expansion, or a customer who came back would look like growth.
    select
        *,
        (closing_amount - opening_amount)::decimal(18, 4) as movement_amount,
        case
            when closing_amount = opening_amount then null
            when opening_amount = 0 and not is_known then 'new'
            when opening_amount = 0 then 'reactivation'
            when closing_amount = 0 then 'churn'
            when closing_amount > opening_amount then 'expansion'
            else 'contraction'
        end as kind
    from balanced
)

select * from int_recurring__moved
